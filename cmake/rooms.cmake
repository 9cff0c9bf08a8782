# A room is a folder with one CMake target. It sees only the rooms it names: a wrong arrow does not link,
# and tests/house/check_arrows compares every #include with what is named here.
#
#   khaosan_room(sync SOURCES merge.cpp USES base schema LINKS ICU::uc)
function(khaosan_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME "khaosan_${name}")  # our crypto is not -lcrypto
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ROOM_USES} PRIVATE ${ROOM_LINKS})
endfunction()
