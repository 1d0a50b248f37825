package rig

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of times in /proc on every Linux that Go runs on. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
const tick = 10 * time.Millisecond

// stat is what /proc tells of a process.
type stat struct {
	parent int
	cpu    time.Duration // with the children that have ended
	rss    int64         // bytes
}

func statOf(pid int) (stat, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:])) // from the third on: the name may hold spaces
	number := func(place int) int64 {
		n, _ := strconv.ParseInt(fields[place-3], 10, 64) // the kernel's format
		return n
	}
	return stat{int(number(4)), time.Duration(number(14)+number(15)+number(16)+number(17)) * tick, number(24) * int64(os.Getpagesize())}, nil
}

// UsageOf adds up what a process and its children have used and hold. One that ends meanwhile is in its parent's time.
func UsageOf(pid int) (cpu time.Duration, rss int64) {
	names, _ := filepath.Glob("/proc/[0-9]*")
	for _, name := range names {
		child, _ := strconv.Atoi(filepath.Base(name))
		if s, err := statOf(child); err == nil && (child == pid || s.parent == pid) {
			cpu, rss = cpu+s.cpu, rss+s.rss
		}
	}
	return cpu, rss
}
