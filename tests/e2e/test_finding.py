"""Finding the office on the local network: a server that moved, an impostor that answers first."""
import socket
import ssl
import struct
import threading
import unittest

from office import Laptop, Place, Server, binaries, run

GROUP, PORT = "239.255.75.72", 8447
QUERY_BYTES = 512


def multicast_works():
    """Whether this machine lets a datagram to a group come back on the loopback."""
    listener = Impostor.listen()
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        sender.sendto(b"anybody", (GROUP, PORT))
        listener.settimeout(2)
        return bool(listener.recv(100))
    except OSError:
        return False
    finally:
        sender.close()
        listener.close()


class Impostor:
    """Answers every question in the office's name, with a key of its own, and writes down what it is sent."""

    def __init__(self, folder, office_id):
        self.received = []
        self.handshakes = 0
        run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out",
             folder / "cert.pem", "-days", "2", "-subj", "/CN=office"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self.context = context
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = self.listen()
        self.answer = f"\n{office_id}\n{self.tcp.getsockname()[1]}\nสำนักงานปลอม\n".encode()
        for work in (self.answer_questions, self.serve):
            threading.Thread(target=work, daemon=True).start()

    @staticmethod
    def listen():
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        udp.bind((GROUP, PORT))
        udp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                       struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton("127.0.0.1")))
        return udp

    def answer_questions(self):
        while True:
            try:
                question, asker = self.udp.recvfrom(2048)
            except OSError:
                return
            if question.startswith(b"khaosan-find 1\n"):
                self.udp.sendto(b"khaosan-office 1\n" + question.split(b"\n")[1] + self.answer, asker)

    def serve(self):
        while True:
            try:
                connection, _ = self.tcp.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(connection, server_side=True) as inside:
                    self.handshakes += 1
                    inside.settimeout(5)
                    self.received.append(inside.recv(4096))
            except OSError:
                self.handshakes += 1

    def close(self):
        self.tcp.close()
        self.udp.close()


@unittest.skipUnless(multicast_works(), "this machine has no multicast on its loopback")
class Finding(unittest.TestCase):
    def setUp(self):
        self.place = Place()
        self.folder = self.place.__enter__()
        self.server = Server(self.folder, found_on_lan=True).start()
        self.server.add_user("somsri", "สมศรี", "staff")
        self.laptop = Laptop(self.folder, "laptop")
        self.laptop.pair(self.server, "somsri")
        self.laptop.sync()

    def tearDown(self):
        self.server.stop()
        self.place.__exit__(None, None, None)

    def seen(self):
        return {office["url"]: office for office in self.laptop.command("find").json["offices"]}

    def move(self):
        """The office comes back on another port."""
        before = self.server.url
        self.server.stop()
        self.server.port = 0
        self.server.start()
        self.assertNotEqual(self.server.url, before)

    def test_a_server_that_moved_is_found_and_remembered(self):
        self.assertEqual(self.seen()[self.server.url]["name"], self.server.office)
        self.move()
        self.laptop.put("note", text="หลังย้าย")
        self.assertTrue(self.laptop.sync()["complete"])
        self.assertEqual(self.laptop.command("status").json["url"], self.server.url)

    def test_an_impostor_that_answers_gets_no_byte_of_a_request(self):
        office = self.seen()[self.server.url]
        self.server.stop()
        impostor = Impostor(self.folder, office["id"])
        try:
            self.laptop.put("note", text="ของจริงเท่านั้น")
            refused = self.laptop.sync(expect=1)
            self.assertEqual(refused["error"], "server_away")
            self.assertGreater(impostor.handshakes, 0)  # it was tried
            self.assertEqual([got for got in impostor.received if got], [])
            self.assertEqual(self.laptop.command("status").json["url"], self.server.url)
            self.server.port = 0
            self.server.start()
            self.assertTrue(self.laptop.sync()["complete"])  # the office is found beside it
        finally:
            impostor.close()
        self.assertEqual([got for got in impostor.received if got], [])

    def test_a_server_can_be_silent(self):
        self.server.stop()
        silent = [binaries() / "khaosan-server", "serve", "--help"]
        self.assertIn("--not-found-on-lan", run(silent).out)
        self.assertNotIn(self.server.url, self.seen())


if __name__ == "__main__":
    unittest.main()
