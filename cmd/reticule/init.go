package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"reticule"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init [FILE]", Short: "Write the annotated config.toml", Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "config.toml"
			if len(args) == 1 {
				name = args[0]
			}
			f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // a config is no secret
			if errors.Is(err, os.ErrExist) {
				return usageError{fmt.Errorf("%s is there already; name another file", name)}
			}
			if err != nil {
				return err
			}
			_, err = f.Write(reticule.DefaultConfig)
			if err = errors.Join(err, f.Close()); err != nil {
				return err
			}
			fmt.Fprintf(a.err, "wrote %s; set [site] contact and base_url, then run `reticule crawl`\n", name)
			return nil
		},
	}
}
