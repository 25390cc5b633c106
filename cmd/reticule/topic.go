package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"

	"reticule"
	"reticule/scraper/extract"
	"reticule/topic"
)

func (a *app) topicCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "topic", Short: "Draft a topic from example articles",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var from []string
	draft := &cobra.Command{
		Use: "new NAME --from FILE…", Short: "Draft a topic of the articles in some pages", Args: asUsage(cobra.MinimumNArgs(1)),
		Long: `Read example pages (HTML or plain text) and print a [[topic]] block of what they
have in common, for you to edit and put into config.toml.`,
		Example: "  reticule topic new ballet-flats --from a.html,b.html,c.html >> config.toml",
		RunE: func(cmd *cobra.Command, args []string) error {
			files := append(from, args[1:]...)
			if len(files) == 0 {
				return usageError{errors.New("name example pages with --from")}
			}
			return a.draftTopic(cmd, args[0], files)
		},
	}
	draft.Flags().StringSliceVar(&from, "from", nil, "example `files`, separated by commas")
	c.AddCommand(draft)
	return c
}

func (a *app) draftTopic(cmd *cobra.Command, name string, files []string) error {
	if !nameForm.MatchString(name) {
		return usageError{fmt.Errorf("%q must be 1 to 64 lower-case letters, digits and dashes", name)}
	}
	var examples []*reticule.Article
	for _, file := range files {
		body, err := a.readInput(file)
		if err != nil {
			return err
		}
		art := extract.Text("", "", string(body), "")
		if bytes.Contains(body[:min(len(body), 4096)], []byte("<")) {
			if art, err = extract.Read(cmd.Context(), extract.Page{Body: body}); err != nil {
				return err
			}
		}
		examples = append(examples, art)
	}
	draft := topic.Draft(name, examples)
	if len(draft.Languages) == 0 {
		return fmt.Errorf("the %d pages have no words in common that could make a topic; name more of them, or closer ones", len(files))
	}
	fmt.Fprintln(a.err, "a draft to edit; a config with a [[topic]] has only the topics that stand in it, so put the ones that you keep there too")
	text, err := toml.Marshal(struct {
		Topic []topic.Config `toml:"topic"`
	}{[]topic.Config{draft}})
	if err != nil {
		return err
	}
	_, err = a.out.Write(text)
	return err
}
