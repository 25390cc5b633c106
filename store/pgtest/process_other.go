//go:build !linux

package pgtest

import (
	"os/exec"
	"syscall"
)

func humble() *syscall.SysProcAttr { return nil }

func own(string) error { return nil }

func start(cmd *exec.Cmd) error { return cmd.Start() }
