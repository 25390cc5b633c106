package pgtest

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// nobody is who runs the server where the tests are run by root.
const nobody = 65534

// humble is a process's attributes: not root's, and it dies with us, however
// we end.
func humble() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Getuid() == 0 {
		attr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	return attr
}

// own gives a folder to whoever runs the server.
func own(dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	return os.Chown(dir, nobody, nobody)
}

// start starts a process from a thread that lives as long as we do: its death
// would be taken for ours.
func start(cmd *exec.Cmd) error {
	err := make(chan error)
	go func() {
		runtime.LockOSThread()
		err <- cmd.Start()
		select {}
	}()
	return <-err
}
