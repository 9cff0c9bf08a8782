"""A bad network between laptops and the office: a TCP proxy through which TLS passes unopened. It counts what it carried.

It reads nothing but the lengths of TLS records, so that it knows where a request begins and where an answer: both
programs speak TLS 1.3 without tickets, the client's first encrypted record ends the handshake, the ones after it are
requests."""
import dataclasses
import random
import select
import socket
import struct
import threading
import time

ENCRYPTED = 23  # the type of a TLS record
PIECE_BYTES = 8192
BUFFER_BYTES = 16384  # of the sockets: what stands in a buffer when a connection is cut was not carried


@dataclasses.dataclass
class Faults:
    """Each share is of the requests."""
    reply_lost: float = 0.0  # the server has answered, and the laptop never hears of it
    cut: float = 0.0  # the connection ends within the first `cut_within_bytes` of the request, if it has as many
    cut_within_bytes: int = 300_000
    stall: float = 0.0  # nothing moves for `stall_s`
    stall_s: float = 0.5
    slow: float = 0.0  # `slow_bytes` of the request go at 64 kbit/s
    slow_bytes: int = 8192


NONE = Faults()
SLOW_BYTES_PER_S = 8_000


class Requests:
    """Where requests begin in what the laptop sends."""

    def __init__(self):
        self.head, self.left, self.encrypted = b"", 0, 0

    def feed(self, data):
        """How many records of requests begin in this piece."""
        begun = 0
        while data:
            if self.left:
                taken = min(self.left, len(data))
                self.left -= taken
                data = data[taken:]
                continue
            wanted = 5 - len(self.head)
            self.head, data = self.head + data[:wanted], data[wanted:]
            if len(self.head) == 5:
                kind, _, self.left = struct.unpack(">BHH", self.head)
                self.head = b""
                if kind == ENCRYPTED:
                    self.encrypted += 1
                    begun += self.encrypted > 1
        return begun


class Cut(Exception):
    """The connection ends here."""


class Carrier:
    """One connection of a laptop."""

    def __init__(self, proxy, laptop):
        self.proxy, self.laptop = proxy, laptop
        self.office = socket.create_connection(("127.0.0.1", proxy.target_port))
        for side in (self.laptop, self.office):
            side.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = Requests()
        self.in_request = False  # since the last byte of an answer
        self.cut_after = self.slow_left = None
        self.reply_lost = False

    def plan(self):
        proxy, faults = self.proxy, self.proxy.faults
        with proxy.lock:
            dice = proxy.dice
            proxy.counts["requests"] += 1
            self.reply_lost = dice.random() < faults.reply_lost
            self.cut_after = dice.randrange(1, faults.cut_within_bytes) if dice.random() < faults.cut else None
            self.slow_left = faults.slow_bytes if dice.random() < faults.slow else 0
            stalls = dice.random() < faults.stall
            number = proxy.counts["requests"]
        if proxy.on_request:
            proxy.on_request(number)
        if self.slow_left:
            proxy.count("slow")
        if stalls:
            proxy.count("stalled")
            time.sleep(faults.stall_s)

    def to_office(self, data):
        if self.requests.feed(data) and not self.in_request:
            self.in_request = True
            self.plan()
        if self.cut_after is not None and len(data) >= self.cut_after:
            self.carry(data[:self.cut_after])
            self.proxy.count("cut")
            raise Cut
        if self.cut_after is not None:
            self.cut_after -= len(data)
        self.carry(data)

    def carry(self, data):
        while self.in_request and self.slow_left and data:
            piece, data = data[:800], data[800:]
            time.sleep(len(piece) / SLOW_BYTES_PER_S)
            self.slow_left = max(0, self.slow_left - len(piece))
            self.send_up(piece)
        self.send_up(data)

    def send_up(self, data):
        self.office.sendall(data)
        with self.proxy.lock:
            self.proxy.up_bytes += len(data)

    def to_laptop(self, data):
        if self.in_request:
            self.in_request = False
            if self.reply_lost:
                self.proxy.count("reply_lost")
                raise Cut
        with self.proxy.lock:
            self.proxy.down_bytes += len(data)
        self.laptop.sendall(data)

    def run(self):
        try:
            while True:
                ready, _, _ = select.select([self.laptop, self.office], [], [])
                for side in ready:
                    data = side.recv(PIECE_BYTES)
                    if not data:
                        raise Cut
                    (self.to_office if side is self.laptop else self.to_laptop)(data)
        except (Cut, OSError):
            pass
        finally:
            self.laptop.close()
            self.office.close()


class FaultProxy:
    """Listens on a port of its own and carries to `target_port`, with faults drawn from `seed`."""

    def __init__(self, target_port, seed=0, faults=NONE):
        self.target_port, self.faults = target_port, faults
        self.dice, self.lock = random.Random(seed), threading.Lock()
        self.counts = {"connections": 0, "requests": 0, "reply_lost": 0, "cut": 0, "stalled": 0, "slow": 0}
        self.up_bytes = self.down_bytes = 0
        self.on_request = None  # called with the number of a request before it goes on
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)  # of the accepted ones too
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def accept(self):
        while True:
            try:
                laptop, _ = self.listener.accept()
            except OSError:
                return
            self.count("connections")
            try:
                carrier = Carrier(self, laptop)
            except OSError:  # the office is away
                laptop.close()
                continue
            threading.Thread(target=carrier.run, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.listener.close()
