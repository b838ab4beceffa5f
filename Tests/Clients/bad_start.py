#!/usr/bin/env python3
"""What is wrong before anything runs: all of it is told, with file and line; a broker that is away is waited for."""
import re
import socket
import threading
import urllib.parse

from bridge import MODEL, Bridge
from checks import main
from shop import Shop

WRONG_CONFIGURATION = """\
broker: { url: "amqp://127.0.0.1:5672/", hartbeat: 10s }
store: { path: bridge.sqlite, dedupe_window: often }
processes: [ "%s" ]
inbound:
  - queue: orders
    typ: quorum
    name: "type or ("
  - queue: payments
    unmatched: { hold: 1h, then: forget }
outbound:
  - exchange: workflow
    key: 'process +'
"""

WRONG_MODEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://example.org/wrong">
  <bpmn:message id="placed" name="order_placed" />
  <bpmn:process id="wrong" isExecutable="true">
    <bpmn:startEvent id="begin">
      <bpmn:messageEventDefinition messageRef="placed" />
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="one" sourceRef="begin" targetRef="calculate" />
    <bpmn:scriptTask id="calculate"><bpmn:script>total = = 1</bpmn:script></bpmn:scriptTask>
    <bpmn:sequenceFlow id="two" sourceRef="calculate" targetRef="decide" />
    <bpmn:complexGateway id="decide" />
    <bpmn:sequenceFlow id="three" sourceRef="decide" targetRef="nowhere" />
    <bpmn:intermediateCatchEvent id="wait">
      <bpmn:messageEventDefinition messageRef="unheard" />
    </bpmn:intermediateCatchEvent>
  </bpmn:process>
</bpmn:definitions>
"""


def refused(checks, what, answer, places):
    """The command ended with 78 and named every one of `places`."""
    status, said = answer
    checks.equal(f"{what}: exit 78", status, 78)
    for place, why in places:
        checks.that(f"{what}: {why}", re.search(place, said), said)


def wrong_configuration(options, checks):
    bridge = Bridge(options.binary, options.folder / "configuration", WRONG_CONFIGURATION % MODEL)
    places = [
        (r"bridge\.yaml:1:.*hartbeat.*heartbeat", "an unknown key, its line, the key that was meant"),
        (r"bridge\.yaml:2:46: .*duration", "a duration that is none, and its column"),
        (r"bridge\.yaml:6:.*typ", "an unknown key further down, in the same run"),
        (r"bridge\.yaml:7:", "an expression that does not parse"),
        (r"bridge\.yaml:9:.*(forget|then)", "a word that is no choice"),
        (r"bridge\.yaml:12:", "an outbound expression"),
    ]
    for command in ("check", "run"):
        answer = bridge.once(command, "--config", str(bridge.configuration))
        refused(checks, f"wrong configuration, {command}", answer, places)
    checks.that("wrong configuration: no database was made", not (bridge.folder / "bridge.sqlite").exists())
    absent = bridge.once("run", "--config", "absent.yaml")
    refused(checks, "configuration that is not there", absent, [(r"absent\.yaml", "names the file")])


def wrong_model(options, checks, shop):
    configuration = shop.configuration().replace(str(MODEL), "wrong.bpmn")
    bridge = Bridge(options.binary, options.folder / "model", configuration)
    (bridge.folder / "wrong.bpmn").write_text(WRONG_MODEL)
    places = [
        (r"wrong\.bpmn:9:.*calculate", "a script that does not parse"),
        (r"wrong\.bpmn:11:.*decide", "an element that is not supported"),
        (r"wrong\.bpmn:12:.*nowhere", "a flow to nowhere"),
        (r"wrong\.bpmn:1[34]:.*unheard", "a message that is not declared"),
    ]
    for command in ("check", "run"):
        answer = bridge.once(command, "--config", str(bridge.configuration))
        refused(checks, f"wrong model, {command}", answer, places)


class Door:
    """A port of this machine that leads to the broker from the moment it is opened."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.target = (parts.hostname, parts.port or 5672)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        port = self.socket.getsockname()[1]
        login = parts.netloc.rpartition("@")[0]
        self.url = parts._replace(netloc=f"{login}@127.0.0.1:{port}" if login else f"127.0.0.1:{port}").geturl()

    def open(self):
        self.socket.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near, _ = self.socket.accept()
            far = socket.create_connection(self.target)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def pump(source, sink):
        try:
            while chunk := source.recv(65536):
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def no_broker(options, checks, shop):
    door = Door(shop.url)
    with Bridge(options.binary, options.folder / "away", shop.configuration(url=door.url)) as bridge:
        address = door.url.rpartition("@")[2].split("/")[0]
        checks.that("no broker: says where it tried", bridge.says([address], 60), bridge.tail())
        checks.that("no broker: says why", bridge.says(["refused", "cannot connect", "unreachable"], 60), bridge.tail())
        checks.that("no broker: goes on waiting", bridge.running(), bridge.tail())
        password = urllib.parse.urlsplit(shop.url).password or "guest"
        checks.that("no broker: never prints the password", f":{password}@" not in bridge.text(), bridge.tail())
        door.open()
        checks.that("the broker comes: the bridge consumes", shop.ready(bridge, 60), bridge.tail())
        shop.order("N-1", price=100, quantity=1)
        checks.equal("the broker comes: an order goes through", shop.hears("payment_requested")[2]["amount"], 100)
        checks.equal("SIGTERM: exit 0", bridge.stop(), 0)
    away = Bridge(options.binary, options.folder / "never", shop.configuration(url="amqp://guest:guest@127.0.0.1:1/"))
    with away:
        away.says(["refused"], 60)
        checks.equal("SIGTERM without a broker: exit 0", away.stop(), 0)


def run(options, checks):
    wrong_configuration(options, checks)
    with Shop(options.broker) as shop:
        wrong_model(options, checks, shop)
        no_broker(options, checks, shop)


if __name__ == "__main__":
    main(run)
