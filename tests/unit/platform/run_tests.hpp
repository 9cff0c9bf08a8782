// Catch2's main as a function, for programs that do something else first. Compiled once for all of them.
#pragma once

int run_tests(int argc, char* argv[]);
