"""What can happen to a bridge at work: each a function of the soak and its chance. `RESTARTS` end the bridge's life."""
import os
import shutil
import signal
import subprocess
import time

import pika
from trial import until

from proxy import FROM, TO, Harm

HARMS, RESTARTS = {}, {}


def harm(weight, restarts=False):
    def keep(function):
        (RESTARTS if restarts else HARMS)[function] = weight
        return function
    return keep


@harm(12, restarts=True)
def bridge_killed(soak, chance):
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        soak.bridge.kill()
        soak.start_bridge()
        time.sleep(chance.uniform(0, 0.5))


@harm(2, restarts=True)
def bridge_stopped(soak, chance):
    status = soak.bridge.stop(60)
    if status != 0:
        soak.complain(f"SIGTERM: exit {status}")
        soak.bridge.kill()
    soak.start_bridge()


@harm(2, restarts=True)
def slow_disk(soak, chance):
    """Every fdatasync takes 50 to 500 ms."""
    if shutil.which("strace"):
        delay = chance.randrange(50_000, 500_000)
        soak.bridge.kill()
        soak.start_bridge("strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", f"inject=fdatasync:delay_enter={delay}")
        time.sleep(chance.uniform(3, 8))
        soak.bridge.kill()
        soak.start_bridge()


@harm(2, restarts=True)
def disk_error(soak, chance):
    """The n-th write or flush fails with EIO: the bridge must end by itself, with nothing settled."""
    if shutil.which("strace"):
        call = chance.choice(("fdatasync", "pwrite64"))
        soak.bridge.kill()
        soak.start_bridge(
            "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}",
            "-e", f"inject={call}:error=EIO:when={chance.randrange(3, 60)}")
        until(lambda: not soak.bridge.running(), 10)
        soak.count("ended by a disk error", not soak.bridge.running())
        soak.bridge.kill()
        soak.start_bridge()


@harm(2)
def bridge_frozen(soak, chance):
    os.kill(soak.bridge.process.pid, signal.SIGSTOP)
    time.sleep(chance.choice((0.5, 3, 12)))
    os.kill(soak.bridge.process.pid, signal.SIGCONT)


@harm(4)
def broker_killed(soak, chance):
    soak.broker.kill()
    time.sleep(chance.uniform(0, 3))
    soak.broker.start()
    soak.reconnect()


@harm(2)
def connections_closed(soak, chance):
    soak.broker.control("close_all_connections", "soak")
    soak.reconnect()


@harm(1)
def memory_alarm(soak, chance):
    soak.broker.control("set_vm_memory_high_watermark", "0.000001")
    time.sleep(chance.uniform(1, 5))
    soak.broker.control("set_vm_memory_high_watermark", "0.4")


@harm(1)
def queue_deleted(soak, chance):
    """When nothing is in it: what an operator deletes with a queue is not the bridge's to keep."""
    soak.sender.paused.set()
    try:
        if until(lambda: soak.is_idle(), 30):
            soak.trial.shop.channel.queue_delete(soak.trial.shop.orders)
            until(lambda: soak.consumers() > 0 or not soak.bridge.running(), 60)
        else:
            soak.count("queue not idle", True)
    finally:
        soak.sender.paused.clear()


@harm(6)
def reset_at_a_frame(soak, chance):
    strike(soak, chance, "reset", partial=chance.choice((0, 0, 3, 9)))


@harm(2)
def closed_at_a_frame(soak, chance):
    strike(soak, chance, "close")


@harm(2)
def one_direction_lost(soak, chance):
    strike(soak, chance, "drop", seconds=8)


@harm(1)
def confirm_swallowed(soak, chance):
    strike(soak, chance, "swallow", name="basic.ack", role="publish", direction=FROM, seconds=3)


@harm(2)
def half_open(soak, chance):
    """Nothing passes in either direction, and nothing is closed."""
    soak.proxy.frozen = True
    time.sleep(chance.choice((1, 4, 9)))
    soak.proxy.frozen = False


@harm(1)
def slow_link(soak, chance):
    soak.proxy.slowness = 0.0002  # a byte at a time
    time.sleep(chance.uniform(1, 5))
    soak.proxy.slowness = 0


@harm(2)
def clock_jumps(soak, chance):
    """Up to ten minutes forward or back; less than anything is held."""
    soak.clock.shift(chance.randrange(-600, 600))


def strike(soak, chance, kind, seconds=1.0, partial=0, **fixed):
    """One connection is harmed at a frame of the traffic or, if it is cut first, of the next handshake."""
    role = fixed.get("role") or chance.choice(("consume", "publish"))
    direction = fixed.get("direction") or chance.choice((TO, FROM))
    if fixed.get("name") is None and chance.random() < 0.5:
        soak.proxy.cut(role)
    frame = chance.randrange(3 if fixed.get("name") else 40)
    soak.proxy.harm = Harm(kind, direction, frame, role, partial, fixed.get("name"))
    until(lambda: soak.proxy.harm.struck, 5)
    if soak.proxy.harm.struck:
        soak.count(f"{kind}: {role}, {soak.proxy.harm.struck} {direction}", True)
        time.sleep(seconds)
    soak.proxy.harm = None


def ignoring_the_broker(function, otherwise):
    """What `function` gives, or `otherwise` while the broker cannot be asked."""
    try:
        return function()
    except (pika.exceptions.AMQPError, OSError, subprocess.SubprocessError):
        return otherwise
