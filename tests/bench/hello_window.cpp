// The yardstick of window_bench.py: as little as a window of Dear ImGui can be. It sleeps while nothing
// happens, as ours does, and draws two frames for whatever happens.
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <cstdlib>

#include "client/window/frame_times.hpp"

int main() {
  const char* times = std::getenv("KHAOSAN_FRAME_TIMES");
  if (times == nullptr || glfwInit() == GLFW_FALSE) return 1;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "khaosan");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "khaosan");
  GLFWwindow* window = glfwCreateWindow(1366, 768, "hello", nullptr, nullptr);
  if (window == nullptr) return 1;
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 130");
  khaosan::client::FrameTimes frames(times);
  for (int to_draw = 2; glfwWindowShouldClose(window) == GLFW_FALSE;) {
    if (to_draw == 0) {
      glfwWaitEvents();
      to_draw = 2;
    } else {
      glfwPollEvents();
    }
    --to_draw;
    frames.begin();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    ImGui::Begin("hello");
    ImGui::Text("Hello, world");
    ImGui::Button("OK");
    ImGui::End();
    ImGui::Render();
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    glViewport(0, 0, width, height);
    glClearColor(1, 1, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window);
    frames.end(to_draw == 0);
  }
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window);
  glfwTerminate();
  return 0;
}
