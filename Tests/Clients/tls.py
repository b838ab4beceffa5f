#!/usr/bin/env python3
"""TLS: every exit is clean, however early; a certificate of one's own goes with user and password, or is the login itself
(SASL EXTERNAL) where the broker has the plugin for it."""
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1] / "Faults" / "kit"))

import pika
from bridge import MODEL, Bridge
from checks import main, until
from private import PrivateBroker

CONFIGURATION = """\
broker: {{ url: "{url}", tls: {{ authorities: {folder}/server.pem{own} }} }}
store: {{ path: bridge.sqlite }}
processes: [ "{model}" ]
inbound:
  - queue: tls.orders
outbound:
  - exchange: {exchange}
    key: name
"""


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def certificates(folder, client):
    """The server's vouches for the client's, whose subject has that name."""
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *kind, "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "server.key", "-out", folder / "server.pem")
    openssl("req", *kind, "-subj", f"/CN={client}", "-keyout", folder / "client.key", "-out", folder / "client.csr")
    openssl("x509", "-req", "-in", folder / "client.csr", "-CA", folder / "server.pem", "-CAkey", folder / "server.key",
            "-CAcreateserial", "-days", "2", "-out", folder / "client.pem")
    # The broker runs as its own user.
    (folder / "server.key").chmod(0o644)


def free_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as one:
        return one.getsockname()[1]


class Encrypted:
    """A broker of our own that listens for TLS, too, and wants to see a certificate of its clients if they have one."""

    def __init__(self, folder, client="guest", more="", plugins=""):
        self.folder, self.port = folder, free_port()
        self.folder.mkdir(parents=True)
        certificates(self.folder, client)
        (self.folder / "extra.plugins").write_text(plugins)
        (self.folder / "extra.conf").write_text(
            f"listeners.ssl.1 = 127.0.0.1:{self.port}\nssl_options.cacertfile = {self.folder}/server.pem\n"
            f"ssl_options.certfile = {self.folder}/server.pem\nssl_options.keyfile = {self.folder}/server.key\n"
            "ssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true\n" + more)
        self.broker = PrivateBroker(self.folder, os.getpid())
        self.own = f", certificate: {self.folder}/client.pem, key: {self.folder}/client.key"

    def configuration(self, url="amqps://guest:guest@localhost:{port}/", own=None, exchange="tls.workflow"):
        return CONFIGURATION.format(
            url=url.format(port=self.port), folder=self.folder, own=self.own if own is None else own, model=MODEL,
            exchange=exchange)


def exits(checks, folder, encrypted, count):
    """Refused at the first connection or at the second, by the broker or by a certificate: never a signal."""
    channel = pika.BlockingConnection(pika.URLParameters(encrypted.broker.url)).channel()
    channel.exchange_declare("tls.direct", "direct", durable=True)
    bridge = Bridge(folder[1], folder[0] / "refused", encrypted.configuration(exchange="tls.direct"))
    statuses = [bridge.once("run", "--config", str(bridge.configuration), seconds=30)[0] for _ in range(count)]
    checks.equal(f"{count} starts that the broker refuses: all end with 78", sorted(set(statuses)), [78])
    bridge = Bridge(folder[1], folder[0] / "stopped", encrypted.configuration())
    statuses = []
    for number in range(count // 2):
        bridge.start()
        # Stopped at every moment of a start, and a second time at once.
        time.sleep(0.02 * (number % 20))
        bridge.process.terminate()
        if number % 2:
            bridge.process.terminate()
        statuses.append(bridge.process.wait(30))
    bad = [status for status in statuses if status not in (0, 1, -15)]
    checks.equal(f"{count // 2} starts that are stopped, some twice: none crashes", bad, [])
    status, said = bridge.once("check", "--config", str(bridge.configuration), "--connect", seconds=30)
    checks.that("check over TLS", status in (0, 1), f"{status} {said}")


def mutual(checks, folder, encrypted):
    for number, (what, own, url, words) in enumerate((
        ("with user and password", None, "amqps://guest:guest@localhost:{port}/", "consuming queues="),
        ("by the address", None, "amqps://guest:guest@127.0.0.1:{port}/", "consuming queues="),
        ("without a password, where the broker knows no certificates", None, "amqps://guest@localhost:{port}/", "consuming queues="),
        ("with a wrong password", None, "amqps://guest:wrong@localhost:{port}/", "does not know this user and password"),
        ("with login: certificate, which the broker does not offer", encrypted.own + ", login: certificate",
         "amqps://guest:guest@localhost:{port}/", "offers no login by certificate"),
    )):
        configuration = encrypted.configuration(url, own)
        with Bridge(folder[1], folder[0] / f"mutual-{number}", configuration) as bridge:
            checks.that(f"a certificate {what}: {words}", bridge.says([words], 20), bridge.tail())


def external(checks, folder, binary):
    """A broker that takes the name in a certificate for the user, as the plugin rabbitmq_auth_mechanism_ssl has it."""
    more = "".join(f"auth_mechanisms.{number} = {name}\n" for number, name in enumerate(("PLAIN", "AMQPLAIN", "EXTERNAL"), 1))
    encrypted = Encrypted(
        folder / "external", "shop-bridge", more + "ssl_cert_login_from = common_name\n", "rabbitmq_auth_mechanism_ssl")
    broker, password = encrypted.broker, encrypted.own + ", login: password"
    try:
        strange = encrypted.configuration("amqps://localhost:{port}/")
        with Bridge(binary, folder / "strange", strange) as bridge:
            words = "knows no user that the certificate"
            checks.that(f"a certificate of nobody's: {words}", bridge.says([words], 20), bridge.tail())
        broker.control("add_user", "shop-bridge", "not-used")
        broker.control("set_permissions", "shop-bridge", ".*", ".*", ".*")
        for what, url, own, login in (
            ("alone", "amqps://localhost:{port}/", None, ("shop-bridge", "EXTERNAL")),
            ("and a user without a password", "amqps://guest@localhost:{port}/", None, ("shop-bridge", "EXTERNAL")),
            ("as login, though there is a password", "amqps://guest:guest@localhost:{port}/",
             encrypted.own + ", login: certificate", ("shop-bridge", "EXTERNAL")),
            ("and a password", "amqps://guest:guest@localhost:{port}/", None, ("guest", "PLAIN")),
            ("and login: password", "amqps://guest:guest@localhost:{port}/", password, ("guest", "PLAIN")),
        ):
            with Bridge(binary, folder / f"external-{what.split(' ', 1)[-1][:9]}", encrypted.configuration(url, own)) as bridge:
                consumes = bridge.says(["consuming queues="], 20)
                logins = broker.control("-q", "list_connections", "user", "auth_mechanism", "--no-table-headers").split("\n")
                seen = {tuple(line.split("\t")) for line in logins if line}
                checks.that(f"a certificate {what}: logs in as {login}", consumes and seen == {login}, f"{seen} {bridge.tail()}")
    finally:
        broker.stop()


def run(options, checks):
    folder = pathlib.Path(options.folder)
    external(checks, folder, options.binary)
    encrypted = Encrypted(folder / "broker")
    try:
        exits(checks, (folder, options.binary), encrypted, int(os.environ.get("TLS_EXITS", "30")))
        mutual(checks, (folder, options.binary), encrypted)
    finally:
        encrypted.broker.stop()


if __name__ == "__main__":
    main(run)
