"""What other programs do to a window: drop files on it (XDND), ask it to close. Through libX11, as they do."""
import ctypes
import pathlib
import struct
import time
import urllib.parse

from office import Failed

SECONDS_MAX = 15
CLIENT_MESSAGE, SELECTION_REQUEST, SELECTION_NOTIFY = 33, 30, 31
XDND_VERSION = 5
Window = Atom = ctypes.c_ulong


def library():
    x = ctypes.CDLL("libX11.so.6")
    display = ctypes.c_void_p
    x.XOpenDisplay.argtypes, x.XOpenDisplay.restype = [ctypes.c_char_p], display
    x.XCloseDisplay.argtypes = x.XPending.argtypes = [display]
    x.XSync.argtypes = [display, ctypes.c_int]
    x.XDefaultRootWindow.argtypes, x.XDefaultRootWindow.restype = [display], Window
    x.XInternAtom.argtypes, x.XInternAtom.restype = [display, ctypes.c_char_p, ctypes.c_int], Atom
    x.XCreateSimpleWindow.argtypes = [display, Window, *[ctypes.c_int] * 2, *[ctypes.c_uint] * 3, *[ctypes.c_ulong] * 2]
    x.XCreateSimpleWindow.restype = Window
    x.XSetSelectionOwner.argtypes = [display, Atom, Window, ctypes.c_ulong]
    x.XChangeProperty.argtypes = [display, Window, Atom, Atom, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    x.XSendEvent.argtypes = [display, Window, ctypes.c_int, ctypes.c_long, ctypes.c_char_p]
    x.XNextEvent.argtypes = [display, ctypes.c_char_p]
    x.XStringToKeysym.argtypes, x.XStringToKeysym.restype = [ctypes.c_char_p], ctypes.c_ulong
    x.XKeysymToKeycode.argtypes, x.XKeysymToKeycode.restype = [display, ctypes.c_ulong], ctypes.c_ubyte
    return x


class Client:
    def __init__(self, name):
        self.x = library()
        self.display = self.x.XOpenDisplay(name.encode())
        if not self.display:
            raise Failed(f"no display {name}")
        root = self.x.XDefaultRootWindow(self.display)
        self.window = self.x.XCreateSimpleWindow(self.display, root, 0, 0, 1, 1, 0, 0, 0)

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.x.XCloseDisplay(self.display)

    def atom(self, name):
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def send(self, to, event):
        self.x.XSendEvent(self.display, to, 0, 0, event.ljust(192, b"\0"))
        self.x.XSync(self.display, 0)

    def send_message(self, to, kind, *numbers):
        head = struct.pack("=i4xQi4xQQQi4x", CLIENT_MESSAGE, 0, 1, 0, to, self.atom(kind), 32)
        self.send(to, head + struct.pack("=5q", *(list(numbers) + [0] * 5)[:5]))

    def next_event(self):
        deadline = time.monotonic() + SECONDS_MAX
        while not self.x.XPending(self.display):
            if time.monotonic() > deadline:
                raise Failed("the window did not answer the drop")
            time.sleep(0.01)
        event = ctypes.create_string_buffer(192)
        self.x.XNextEvent(self.display, event)
        return event.raw

    def give(self, request, data):
        """Answers a request for the selection."""
        requestor, selection, target, at, when = struct.unpack("=5Q", request[40:80])
        self.x.XChangeProperty(self.display, requestor, at, target, 8, 0, data, len(data))
        head = struct.pack("=i4xQi4xQ", SELECTION_NOTIFY, 0, 1, 0)
        self.send(requestor, head + struct.pack("=5Q", requestor, selection, target, at, when))


def drop_files(display, window, paths, at):
    """Drags the files over the window and lets them go at a point of the screen."""
    uris = "".join(f"file://{urllib.parse.quote(str(pathlib.Path(path).resolve()))}\r\n" for path in paths).encode()
    with Client(display) as source:
        uri_list, copy = source.atom("text/uri-list"), source.atom("XdndActionCopy")
        source.x.XSetSelectionOwner(source.display, source.atom("XdndSelection"), source.window, 0)
        source.send_message(window, "XdndEnter", source.window, XDND_VERSION << 24, uri_list)
        source.send_message(window, "XdndPosition", source.window, 0, at[0] << 16 | at[1], 0, copy)
        dropped = False
        while True:
            event = source.next_event()
            kind = struct.unpack("=i", event[:4])[0]
            if kind == SELECTION_REQUEST:
                source.give(event, uris)
            elif kind == CLIENT_MESSAGE:
                message = struct.unpack("=Q", event[40:48])[0]
                numbers = struct.unpack("=5q", event[56:96])
                if message == source.atom("XdndStatus") and not dropped:
                    if not numbers[1] & 1:
                        raise Failed("the window takes no drop there")
                    dropped = True
                    source.send_message(window, "XdndDrop", source.window, 0, 0)
                elif message == source.atom("XdndFinished"):
                    return


def set_dpi(display, dpi):
    """What a desktop's settings tell every program that starts."""
    told = f"Xft.dpi:\t{dpi}\n".encode()
    with Client(display) as desktop:
        root = desktop.x.XDefaultRootWindow(desktop.display)
        desktop.x.XChangeProperty(desktop.display, root, desktop.atom("RESOURCE_MANAGER"), desktop.atom("STRING"), 8, 0, told,
                                  len(told))
        desktop.x.XSync(desktop.display, 0)


def ask_to_close(display, window):
    with Client(display) as program:
        program.send_message(window, "WM_PROTOCOLS", program.atom("WM_DELETE_WINDOW"), 0)


def codes_of(display, names):
    """The codes of the keys that the screen's keyboard has under these names."""
    with Client(display) as program:
        return {name: program.x.XKeysymToKeycode(program.display, program.x.XStringToKeysym(name.encode()))
                for name in names}
