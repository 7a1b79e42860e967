"""A small Linux with a real USB stack, in QEMU, that sees this machine's files and runs a program of them.

Nothing of the host's kernel is needed: QEMU translates (no KVM), and the guest's kernel is Debian's own
package, unpacked into build/.  The guest's root is the host's, read-only over 9p, with a layer of memory on
top; so the program runs on the same Python with the same code.
"""

import gzip
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "usb-guest"
WANTED = ("virtio_pci", "virtio_net", "9pnet_virtio", "9p", "overlay", "vhci-hcd")
HOST = "10.0.2.2"
"""Where the guest finds the host (QEMU's user networking)."""

INIT = """#!/bin/busybox sh
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs dev /dev
for module in $(busybox cat /modules.list); do busybox insmod /modules/$module.ko || echo "no $module"; done
busybox mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /host
busybox mount -t tmpfs memory /memory
busybox mkdir /memory/upper /memory/work
busybox mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work overlay /root
busybox mount -t proc proc /root/proc
busybox mount -t sysfs sysfs /root/sys
busybox mount -t devtmpfs dev /root/dev
busybox mount -t tmpfs memory /root/run
busybox mkdir -p /root/run/lock
busybox ip link set lo up
busybox ip link set eth0 up
busybox ip addr add 10.0.2.15/24 dev eth0
busybox chroot /root /bin/sh -c 'COMMAND'
echo "guest: exit code $?"
busybox poweroff -f
"""


class GuestError(Exception):
    """The guest cannot be made here; the message says what is missing."""


def run(command, timeout=600):
    """Run a program of this machine inside the guest.

    Args:
        command: a line of the shell, without single quotes.
        timeout: seconds until the guest is given up.

    Returns:
        Its exit code, and all that was said on the guest's console.
    """
    if platform.machine() != "x86_64":
        raise GuestError(
            f"the guest runs this machine's own Python, so it needs x86_64, not {platform.machine()}"
        )
    qemu = shutil.which("qemu-system-x86_64")
    if qemu is None:
        raise GuestError("QEMU is not installed; run 'tools/system-packages usb-guest python3'")
    kernel, modules = unpacked("linux-image-amd64")
    initramfs = BUILD / f"initramfs-{os.getpid()}.gz"
    initramfs.write_bytes(gzip.compress(archive(modules, command), 1))
    try:
        ended = subprocess.run(
            [
                *(qemu, "-accel", "tcg", "-cpu", "max", "-m", "1024", "-no-reboot", "-nodefaults"),
                *("-display", "none", "-serial", "stdio", "-kernel", kernel, "-initrd", initramfs),
                *("-append", "console=ttyS0 quiet panic=-1"),
                *("-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="),
                *("-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )
    finally:
        initramfs.unlink()
    console = (ended.stdout + ended.stderr).replace("\r\n", "\n")
    code = re.search(r"^guest: exit code (\d+)$", console, re.MULTILINE)
    if code is None:
        raise GuestError(f"the guest did not come to an end:\n{console}")
    return int(code[1]), console


def unpacked(package):
    """Debian's kernel: its image, and the folder of its modules."""
    found = sorted(BUILD.glob("linux/boot/vmlinuz-*"))
    if not found:
        name = next(
            line.split()[1]
            for line in said("apt-cache", "depends", package).splitlines()
            if "Depends: linux-image-" in line
        )
        unpack(name, BUILD / "linux")
        found = sorted(BUILD.glob("linux/boot/vmlinuz-*"))
    if not BUILD.joinpath("busybox").exists():
        unpack("busybox-static", BUILD / "busybox")
    version = found[-1].name.removeprefix("vmlinuz-")
    return found[-1], BUILD / "linux" / "lib" / "modules" / version


def unpack(package, folder):
    downloads = BUILD / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    said("apt-get", "download", "-q", package, folder=downloads)
    part = folder.with_name(f"{folder.name}.part-{os.getpid()}")
    said("dpkg-deb", "-x", next(downloads.glob(f"{package}_*.deb")), part)
    try:
        part.rename(folder)
    except OSError:  # another run was quicker
        shutil.rmtree(part)


def said(*command, folder=None):
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError as error:
        raise GuestError(f"{command[0]} is missing: the guest is made of Debian's packages") from error
    except subprocess.CalledProcessError as error:
        raise GuestError(f"{' '.join(map(str, command))}: {error.stderr.strip()}") from error


def archive(modules, command):
    """The initramfs: busybox, modules in the order of their loading, and what to run."""
    files = {path.stem: path for path in modules.rglob("*.ko")}
    order = []
    for name in WANTED:
        depend(name, files, order)
    entries = [
        ("dir", name, b"") for name in ("bin", "dev", "proc", "sys", "host", "memory", "root", "modules")
    ]
    entries += [
        ("run", "bin/busybox", BUILD.joinpath("busybox/bin/busybox").read_bytes()),
        ("run", "init", INIT.replace("COMMAND", command).encode()),
        ("run", "modules.list", " ".join(order).encode()),
    ]
    entries += [("run", f"modules/{name}.ko", files[name].read_bytes()) for name in order]
    return newc(entries)


def depend(name, files, order):
    """Add a module after those that it needs; what is not there is part of the kernel."""
    path = files.get(name) or files.get(name.replace("_", "-")) or files.get(name.replace("-", "_"))
    if path is None or path.stem in order:
        return
    needed = re.search(rb"\0depends=([^\0]*)\0", path.read_bytes())
    for one in needed[1].decode().split(",") if needed else ():
        if one:
            depend(one, files, order)
    order.append(path.stem)


def newc(entries):
    """The archive format of initramfs (Documentation/driver-api/early-userspace/buffer-format.rst)."""
    data = bytearray()
    modes = {"dir": 0o040755, "run": 0o100755}
    for number, (kind, name, content) in enumerate([*entries, ("run", "TRAILER!!!", b"")], 1):
        path = name.encode() + b"\0"
        fields = (number, modes[kind], 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(path), 0)
        data += b"070701" + b"".join(b"%08X" % field for field in fields) + path
        data += bytes(-len(data) % 4) + content
        data += bytes(-len(data) % 4)
    return bytes(data)


@pytest.fixture(scope="session")
def guest():
    """Runs programs in the guest; the test fails with a plain word where it cannot be made."""

    def in_guest(command, timeout=600):
        try:
            return run(command, timeout)
        except GuestError as error:
            pytest.fail(str(error))

    return in_guest
