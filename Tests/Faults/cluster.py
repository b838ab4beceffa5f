#!/usr/bin/env python3
"""A cluster of three RabbitMQ nodes on loopback loses one, or its majority, under load: nothing is lost or applied twice,
and publications go out again within two seconds of the moment at which the cluster can serve."""
import os
import pathlib
import signal
import threading
import time

from trial import Trial, until

import pika
from checks import main
from private import PrivateCluster
from proxy import Proxy

QUORUM = {"x-queue-type": "quorum"}
# name: (node of the bridge's links, node of the leaders, node of the clients)
RUNS = {
    "leaders_and_links": (1, 1, 3), "leaders": (2, 1, 3), "links": (1, 2, 3), "term": (1, 1, 3), "frozen": (1, 1, 3),
    "minority": (1, 1, 1),
}
SHORT = ["leaders_and_links", "links"]


def configure(parser):
    parser.add_argument("--runs", default=",".join(RUNS), help=f"some of {', '.join(RUNS)}; or `short`")
    parser.add_argument("--seed", type=int, default=1)


class Probe(threading.Thread):
    """Asks again and again, each time on a new connection, whether the cluster confirms a publication to each queue."""

    def __init__(self, urls, queues):
        super().__init__(daemon=True)
        self.urls, self.open, self.served, self.ended = urls, set(queues), None, threading.Event()

    def run(self):
        while self.open and not self.ended.is_set():
            for url in self.urls:
                for queue in list(self.open):
                    self.ask(url, queue)
            self.ended.wait(0.02)
        self.served = time.monotonic()

    def ask(self, url, queue):
        """At most two seconds: some questions to a cluster that has lost a node are never answered, and pika waits."""
        def attempt():
            if self.takes(url, queue):
                self.open.discard(queue)
        asking = threading.Thread(target=attempt, daemon=True)
        asking.start()
        asking.join(2)

    def takes(self, url, queue):
        parameters = pika.URLParameters(url)
        parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = 2
        try:
            connection = pika.BlockingConnection(parameters)
        except Exception:  # pylint: disable=broad-except
            return False
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            channel.basic_publish("", queue, b"probe", mandatory=True)
            return True
        except Exception:  # nacked, returned, closed, too late: the cluster cannot serve yet
            return False
        finally:
            try:
                connection.close()
            except Exception:
                pass


class Run:
    def __init__(self, options, checks, cluster, name):
        self.checks, self.cluster, self.name = checks, cluster, name
        self.at, self.led_by, clients = RUNS[name]
        options.broker = cluster.url(clients)
        self.trial = Trial(options, rate=100, window=100)
        self.trial.listener.arguments = QUORUM
        order = [self.at, *(node for node in (1, 2, 3) if node != self.at)]
        # What the broker delivers to the bridge is written down: the bridge has to apply it in that order.
        proxies = [Proxy(cluster.url(node), on_delivery=self.trial.delivered, follows=True) for node in order]
        path, urls = self.trial.bridge.configuration, ", ".join(f'"{proxy.url}"' for proxy in proxies)
        path.write_text(path.read_text().replace(f'url: "{options.broker}"', f"url: [ {urls} ]"))
        self.seed = options.seed

    def prepare(self):
        """The queues' leaders are where they are declared first."""
        shop = self.trial.shop
        self.probes = [f"{shop.name}.probe{number}" for number in range(3)]
        connection = pika.BlockingConnection(pika.URLParameters(self.cluster.url(self.led_by)))
        channel = connection.channel()
        dead = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": shop.dead}
        channel.queue_declare(shop.dead, durable=True, arguments=QUORUM)
        channel.queue_declare(shop.orders, durable=True, arguments={**QUORUM, **dead})
        for queue in [shop.heard, *self.probes]:
            channel.queue_declare(queue, durable=True, arguments=QUORUM)
        connection.close()

    def run(self):
        self.prepare()
        with self.trial as trial:
            if not trial.ready(self.checks):
                return
            trial.crowd(4000, self.seed)
            until(lambda: trial.listener.came > 150, 30)
            self.fault_at = time.monotonic()
            getattr(self, self.name)()
            trial.finish_sending()
            trial.settle(60)
            trial.shop.connect()
            trial.judge(self.checks)

    def await_service(self, nodes, moment=None):
        """Waits until the cluster serves and the bridge publishes again, and judges the time between."""
        trial, probe = self.trial, Probe([self.cluster.url(node) for node in nodes], self.probes)
        probe.start()
        until(lambda: probe.served, 120)
        served = probe.served or time.monotonic()
        if moment:
            served = max(served, moment())
        came = trial.listener.came
        back = until(lambda: trial.listener.came > came or trial.complete(), 60)
        took = time.monotonic() - served
        print(f"{self.name}: the cluster serves after {served - self.fault_at:.2f} s, out again {took:.2f} s later; "
              f"all in all after {time.monotonic() - self.fault_at:.2f} s", flush=True)
        self.checks.that(f"{self.name}: the cluster serves again", not probe.open, probe.open)
        self.checks.that(f"{self.name}: out again within 2 s of that", back and took <= 2, f"{took:.2f} s")
        probe.ended.set()

    def leaders_and_links(self):
        self.cluster.kill_node(1)
        self.await_service([2, 3])
        self.cluster.start_node(1)

    leaders = leaders_and_links
    links = leaders_and_links

    def term(self):
        self.cluster.signal_node(1, signal.SIGTERM)
        self.await_service([2, 3])
        until(lambda: not alive(int(self.cluster.known(1)["BEAM"])), 60)
        self.cluster.start_node(1)

    def frozen(self):
        said = self.trial.bridge.text().count("not publishing")
        self.cluster.signal_node(1, signal.SIGSTOP)
        noticed = []

        def watch():
            until(lambda: self.trial.bridge.text().count("not publishing") > said, 60)
            noticed.append(time.monotonic())

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()

        def moment():
            watcher.join(60)
            print(f"frozen: noticed after {noticed[0] - self.fault_at:.2f} s", flush=True)
            return noticed[0]

        # A broker that waits for the frozen node serves nobody until it goes on, or net_ticktime (60 s) is over.
        thaw = threading.Timer(45, self.cluster.signal_node, [1, signal.SIGCONT])
        thaw.start()
        try:
            self.await_service([2, 3], moment)
        finally:
            thaw.join()

    def minority(self):
        for node in (2, 3):
            self.cluster.kill_node(node)
        time.sleep(20)
        starter = threading.Thread(target=self.cluster.start_node, args=[2], daemon=True)
        starter.start()
        self.await_service([1, 2])
        starter.join(120)
        self.cluster.start_node(3)


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def run(options, checks):
    print(f"seed {options.seed}", flush=True)
    names = SHORT if options.runs == "short" else options.runs.split(",")
    folder = options.folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    cluster = PrivateCluster(folder / "cluster", os.getpid())
    try:
        for name in names:
            options.folder = folder / name
            Run(options, checks, cluster, name).run()
    finally:
        cluster.stop()


if __name__ == "__main__":
    main(run, configure)
