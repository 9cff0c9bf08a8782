"""A line to the server that can be cut: it carries bytes between a laptop and the server, and breaks when so many have gone
one way. Standard library only."""
import selectors
import socket
import threading

PIECE_BYTES = 16384


class CutLine:
    """Listens on loopback for `server_url`'s port. `up` and `down` count the bytes since the last open()."""

    def __init__(self, server_url):
        self.target = int(server_url.rsplit(":", 1)[1])
        self.guard = threading.Lock()
        self.pairs = {}
        self.up = self.down = 0
        self.cut_up = self.cut_down = None
        self.is_cut = False
        self.when_cut = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def open(self, up=None, down=None, when_cut=None):
        """Whole again, until so many bytes have gone up or down."""
        with self.guard:
            self.up = self.down = 0
            self.cut_up, self.cut_down, self.when_cut, self.is_cut = up, down, when_cut, False

    def close(self):
        self.listener.close()

    def drop(self, one):
        other = self.pairs.pop(one, None)
        if other is None:
            return
        self.pairs.pop(other)
        for end in [one, other]:
            self.selector.unregister(end)
            end.close()

    def accept(self):
        laptop, _ = self.listener.accept()
        if self.is_cut:
            laptop.close()
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            laptop.close()
            return
        self.pairs[laptop], self.pairs[server] = server, laptop
        for end, goes_up in [(laptop, True), (server, False)]:
            self.selector.register(end, selectors.EVENT_READ, goes_up)

    def carry(self, end, goes_up):
        try:
            piece = end.recv(PIECE_BYTES)
            if piece:
                self.pairs[end].sendall(piece)
        except OSError:
            piece = b""
        if not piece:
            self.drop(end)
            return
        if goes_up:
            self.up += len(piece)
        else:
            self.down += len(piece)
        if (self.cut_up is not None and self.up >= self.cut_up) or (self.cut_down is not None and self.down >= self.cut_down):
            self.is_cut = True
            for one in list(self.pairs):
                self.drop(one)
            if self.when_cut:
                self.when_cut()

    def run(self):
        while True:
            try:
                ready = self.selector.select()
            except OSError:
                return
            with self.guard:
                for key, _ in ready:
                    if key.fileobj is self.listener:
                        try:
                            self.accept()
                        except OSError:
                            return
                    elif key.fileobj in self.pairs:
                        self.carry(key.fileobj, key.data)
