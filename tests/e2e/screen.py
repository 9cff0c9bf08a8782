"""The window as a person uses it: a screen of its own (Xvfb), real keys, a real mouse, files dropped by another program.

What stands on the screen is read from the file that KHAOSAN_SCREEN_TEXT names, so that a test clicks on words, as people do.
Standard library only; xdotool and setxkbmap (scripts/install-deps --tests) press the keys.
"""
import contextlib
import os
import pathlib
import signal
import struct
import subprocess
import time
import zlib
from dataclasses import dataclass

from office import Failed, binaries
import x11

WIDTH, HEIGHT = 1366, 768
KEY_MS = 36         # a quick typist; half of it the key is down
START_SECONDS_MAX = 30
WAIT_SECONDS_MAX = 20
LOOK_SECONDS = 0.02
CALM_SECONDS = 0.06  # no new frame for so long

# Codes of the keys of a PC keyboard, as X numbers them.
ROWS = [(49, 49), (10, 21), (24, 35), (38, 48), (51, 51), (52, 61)]  # from, to: `, 1…=, Q…], A…', \, Z…/
CODES = [code for first, last in ROWS for code in range(first, last + 1)]
US = ("`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./", '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?')
# Kedmanee, as TIS 820-2538 and /usr/share/X11/xkb/symbols/th have it.
THAI = ("_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฟหกดเ้่าสวงฃผปแอิืทมใฝ", '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฤฆฏโฌ็๋ษศซ.ฅ()ฉฮฺ์?ฒฬฦ')
SHIFT, CTRL, ALT = 50, 37, 64
NAMED = {"Return": 36, "Escape": 9, "BackSpace": 22, "Tab": 23, "space": 65, "Delete": 119, "Left": 113, "Right": 114,
         "Up": 111, "Down": 116, "Home": 110, "End": 115, "Prior": 112, "Next": 117,
         **{f"F{n}": 66 + n for n in range(1, 11)}}
MODIFIERS = {"shift": SHIFT, "ctrl": CTRL, "alt": ALT}


def keys_of(layout):
    """How each character is typed: its key's code, and whether Shift is held."""
    found = {" ": (65, False), "\n": (36, False), "\t": (23, False)}
    for is_shifted, row in enumerate(layout):
        assert len(row) == len(CODES), len(row)
        for code, character in zip(CODES, row):
            found.setdefault(character, (code, bool(is_shifted)))
    return found


LAYOUTS = {"us": keys_of(US), "th": keys_of(THAI)}


@dataclass
class Seen:
    """A text on the screen and where it stands."""
    x: float
    y: float
    width: float
    height: float
    text: str

    @property
    def middle(self):
        return round(self.x + self.width / 2), round(self.y + self.height / 2)

    def holds(self, point):
        return self.x <= point[0] < self.x + self.width and self.y <= point[1] < self.y + self.height


@dataclass
class Look:
    """One frame: its number, whether everything is done, who has the keyboard, what can be read."""
    frame: int
    is_calm: bool
    focus: Seen
    texts: list

    def lines(self):
        return [seen.text for seen in self.texts]


def read_look(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    if not lines:
        return None
    head = lines[0].split(" ")
    focus = Seen(*map(float, head[3:7]), "focus") if len(head) >= 7 and head[2] == "focus" else None
    texts = []
    for line in lines[1:]:
        x, y, width, height, text = line.split(" ", 4)
        texts.append(Seen(float(x), float(y), float(width), float(height), text.replace("\\n", "\n")))
    return Look(int(head[0]), head[1] == "calm", focus, texts)


class Screen:
    """A screen, a keyboard and a mouse; and the window, when it is open."""

    def __init__(self, folder, keyboard="th", dpi=96):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.readable = self.folder / "screen.txt"
        self.sticks = self.folder / "sticks"  # a folder in it is a stick that is plugged in
        self.sticks.mkdir(exist_ok=True)
        self.window = None
        self.steps = []
        self.frame_before = 0  # the last key or click
        read_end, write_end = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-noreset", "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-dpi", "96",
             "-nolisten", "tcp", "-fbdir", str(self.folder)],
            pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as told:
            number = told.readline().strip()
        if not number:
            raise Failed("Xvfb did not start")
        self.display = f":{number}"
        self.environment = {**os.environ, "DISPLAY": self.display, "LC_ALL": "C.UTF-8",
                            "KHAOSAN_SCREEN_TEXT": str(self.readable),
                            # What happens around the window happens where a test wants it.
                            "KHAOSAN_AUTO_SYNC": "0", "KHAOSAN_STICKS": str(self.sticks)}
        for name in ["KHAOSAN_PASSWORD", "WAYLAND_DISPLAY", "XMODIFIERS", "USER"]:
            self.environment.pop(name, None)
        self.layout = None
        self.keyboard(keyboard)
        x11.set_dpi(self.display, dpi)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.save_picture("failed")
        self.end()

    # The window.

    def open(self, laptop, person=None, environment=None, is_first=False):
        """Starts the window on a laptop's data. `person`: the home folder whose pictures the file browser shows."""
        self.readable.unlink(missing_ok=True)
        self.frame_before = 0
        settings = pathlib.Path(laptop.home) / "window.json"
        if not is_first and not settings.exists():  # the first start of all shows a page of its own
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text("{}")
        self.log = open(self.folder / "window.log", "ab")
        self.window = subprocess.Popen(
            [str(binaries() / "khaosan"), "--home", str(laptop.home)], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log, env={**self.environment, "HOME": str(person or self.folder), **(environment or {})})
        self.until(lambda look: True, "the window opens", START_SECONDS_MAX)
        self.settle()
        return self

    def close(self):
        """The close button of its frame."""
        x11.ask_to_close(self.display, self.window_id())
        if self.window.wait(timeout=20) != 0:
            raise Failed(f"the window ended with {self.window.returncode}")
        self.forget_window()

    def kill(self):
        self.window.send_signal(signal.SIGKILL)
        self.window.wait()
        self.forget_window()

    def forget_window(self):
        self.window = None
        self.log.close()

    def end(self):
        if self.window is not None:
            self.kill()
        self.server.terminate()
        self.server.wait()

    def window_id(self):
        return int(self.tool("search", "--onlyvisible", "--class", "khaosan").split()[0])

    def window_box(self):
        """Where it lies on the screen, in pixels: x, y, width, height."""
        told = dict(line.split("=") for line in self.tool("getwindowgeometry", "--shell", self.window_id()).split())
        return tuple(int(told[name]) for name in ["X", "Y", "WIDTH", "HEIGHT"])

    def resize(self, width, height):
        self.frame_before = self.look().frame
        self.tool("windowsize", "--sync", self.window_id(), width, height)
        self.settle()

    def cpu_seconds(self):
        words = pathlib.Path(f"/proc/{self.window.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    # What stands on it.

    def look(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                found = read_look(self.readable)
            except FileNotFoundError:
                found = None
            if found is not None:
                return found
            if self.window is None or self.window.poll() is not None:
                raise Failed("the window has ended")
            if time.monotonic() > deadline:
                raise Failed("the window does not say what stands on it")
            time.sleep(LOOK_SECONDS)

    def until(self, is_so, what, seconds=WAIT_SECONDS_MAX):
        """Looks until `is_so(look)` answers something; answers that."""
        deadline = time.monotonic() + seconds
        while True:
            look = self.look()
            answer = is_so(look)
            if answer:
                return answer
            if time.monotonic() > deadline:
                raise Failed(f"waited {seconds} s: {what}; on the screen: {look.lines()}")
            if self.window is None or self.window.poll() is not None:
                raise Failed(f"the window has ended; waited for: {what}")
            time.sleep(LOOK_SECONDS)

    def settle(self):
        """Until what was pressed is drawn and all that followed is done."""
        with contextlib.suppress(Failed):  # what leads to no new frame is done
            self.until(lambda look: look.frame > self.frame_before, "a new frame", 0.5)
        still = [0, 0.0]  # a calm frame, and since when it stands

        def rests(look):
            if not look.is_calm or look.frame != still[0]:
                still[:] = [look.frame, time.monotonic()]
            return look.is_calm and time.monotonic() - still[1] > CALM_SECONDS

        self.until(rests, "everything is done")

    @staticmethod
    def matches(look, text, part=False, within=None):
        found = [seen for seen in look.texts if (text in seen.text if part else text == seen.text)]
        if within is not None:
            found = [seen for seen in found if within(seen)]
        return found

    def find(self, text, part=False, within=None):
        """The text, the one drawn last if it stands there more than once (that is on top); None if it does not."""
        found = self.matches(self.look(), text, part, within)
        return found[-1] if found else None

    def wait_for(self, text, seconds=WAIT_SECONDS_MAX, part=False, within=None):
        return self.until(lambda look: (self.matches(look, text, part, within) or [None])[-1], f"“{text}”", seconds)

    def wait_without(self, text, seconds=WAIT_SECONDS_MAX, part=False):
        self.until(lambda look: not self.matches(look, text, part), f"no “{text}”", seconds)

    def field_under(self, label, **how):
        """The field that stands below its label."""
        seen = self.wait_for(label, **how)
        return Seen(seen.x + 12, seen.y + 34, 24, 24, f"the field of “{label}”")

    # Hands.

    def tool(self, *words):
        done = subprocess.run(["xdotool", *map(str, words)], env=self.environment, capture_output=True, text=True,
                              timeout=120)
        if done.returncode != 0:
            raise Failed(f"xdotool {words}: {done.stderr}")
        return done.stdout

    def keyboard(self, layout):
        if layout == self.layout:
            return
        subprocess.run(["setxkbmap", "-display", self.display, "-rules", "evdev", "-model", "pc105", "-layout", layout],
                       env=self.environment, check=True, capture_output=True)
        self.layout = layout

    def press(self, strokes, key_ms=KEY_MS):
        """Presses keys one after another; a stroke is the codes that are held together."""
        if not strokes:
            return
        self.frame_before = self.look().frame
        down, up = ["keydown", "--delay", 0], ["keyup", "--delay", 0]
        words = []
        for stroke in strokes:
            *held, last = [f"{code:03}" for code in stroke]  # a single digit would be the key of that name
            for code in held:
                words += [*down, code]
            words += [*down, last, "sleep", key_ms / 2000, *up, last]
            for code in reversed(held):
                words += [*up, code]
            words += ["sleep", key_ms / 2000]
        self.tool(*words)

    @staticmethod
    def stroke(name):
        *held, last = name.split("+")
        return [*(MODIFIERS[one] for one in held), NAMED[last] if last in NAMED else LAYOUTS["us"][last][0]]

    def key(self, *names):
        """Named strokes: "Tab", "ctrl+Return", "alt+s"."""
        self.press([self.stroke(name) for name in names])
        self.settle()

    def type_characters(self, text):
        keys = LAYOUTS[self.layout]
        self.press([[SHIFT, keys[c][0]] if keys[c][1] else [keys[c][0]] for c in text])

    def type_thai(self, text):
        """On a Thai keyboard; digits are Thai digits there."""
        self.keyboard("th")
        self.type_characters(text)
        self.settle()

    def type(self, text):
        """The same, changing to the English layout for what the Thai one lacks and back."""
        run = ""
        for character in text:
            if character not in LAYOUTS[self.layout]:
                self.type_characters(run)
                run = ""
                self.keyboard("us" if self.layout == "th" else "th")
            run += character
        self.type_characters(run)
        self.settle()

    def at(self, target, **how):
        if isinstance(target, str):
            target = self.wait_for(target, **how)
        return target.middle if isinstance(target, Seen) else target

    def click(self, target, button=1, times=1, **how):
        """On a text's middle, or on a point."""
        x, y = self.at(target, **how)
        self.frame_before = self.look().frame
        one = ["mousedown", button, "sleep", 0.04, "mouseup", button, "sleep", 0.04]
        self.tool("mousemove", x, y, "sleep", 0.04, *one * times)
        self.settle()

    def scroll(self, target, notches, **how):
        """Down, or up if negative."""
        x, y = self.at(target, **how)
        self.frame_before = self.look().frame
        turn = ["click", 5 if notches > 0 else 4, "sleep", 0.03]
        self.tool("mousemove", x, y, *turn * abs(notches))
        self.settle()

    def drag(self, start, end):
        (x, y), (to_x, to_y) = self.at(start), self.at(end)
        self.frame_before = self.look().frame
        steps = []
        for i in range(1, 11):
            steps += ["mousemove", round(x + (to_x - x) * i / 10), round(y + (to_y - y) * i / 10), "sleep", 0.03]
        self.tool("mousemove", x, y, "mousedown", 1, "sleep", 0.05, *steps, "mouseup", 1)
        self.settle()

    def drop_files(self, paths, target, **how):
        """Lets them go over the window, as a file manager does."""
        self.frame_before = self.look().frame
        x11.drop_files(self.display, self.window_id(), paths, self.at(target, **how))
        self.settle()

    def copy_text(self, text):
        """To the clipboard, by another program."""
        subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), env=self.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def copied_text(self):
        """What another program pastes."""
        return subprocess.run(["xclip", "-selection", "clipboard", "-o"], env=self.environment, check=True,
                              capture_output=True, timeout=10).stdout.decode()

    def tab_to(self, target, backwards=False, stops_max=80, **how):
        """Tab, until what holds the text has the keyboard."""
        seen = target if isinstance(target, Seen) else self.wait_for(target, **how)
        self.settle()
        for _ in range(stops_max):
            self.key("shift+Tab" if backwards else "Tab")
            if not isinstance(target, Seen):
                seen = self.find(target, **how) or seen
            focus = self.look().focus
            if focus is not None and focus.holds(seen.middle):
                return
        raise Failed(f"no Tab leads to {seen}; on the screen: {self.look().lines()}")

    # What happened, for whoever reads a failure.

    @contextlib.contextmanager
    def step(self, words):
        self.steps.append(words)
        try:
            yield self
        except Exception as fault:
            picture = self.save_picture("failed")
            done = "".join(f"\n  {n}. {text}" for n, text in enumerate(self.steps, 1))
            raise Failed(f"step {len(self.steps)}, “{words}”: {fault}\npicture: {picture}\nsteps so far:{done}") from fault

    def save_picture(self, name):
        """A PNG of the screen as it is, from Xvfb's memory."""
        path = self.folder / f"{name}.png"
        with contextlib.suppress(OSError, struct.error):
            path.write_bytes(png_of_xwd((self.folder / "Xvfb_screen0").read_bytes()))
        return path


def png_of_xwd(dump):
    head = struct.unpack(">25I", dump[:100])
    header_bytes, width, height, row_bytes, colours = head[0], head[4], head[5], head[12], head[19]
    start = header_bytes + colours * 12
    rows = []
    for y in range(height):
        row = dump[start + y * row_bytes:start + y * row_bytes + width * 4]
        rgb = bytearray(width * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
        rows += [b"\0", rgb]

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"".join(rows), 1)) + chunk(b"IEND", b""))
