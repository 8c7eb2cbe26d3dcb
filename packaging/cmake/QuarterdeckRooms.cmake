# How rooms, programs and tests are declared. One target per room; its link list is its right to include.

add_library(qd_warnings INTERFACE)
target_compile_options(qd_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsuggest-override
  # Results must not depend on fused multiply-add: the same seed has to replay on every machine.
  -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 uses a function that it calls deprecated itself, in std::stable_sort.
  target_compile_options(qd_warnings INTERFACE -Wthread-safety -Wno-deprecated-declarations)
endif()
if(QD_SANITIZE)
  add_compile_options(-fsanitize=${QD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${QD_SANITIZE})
  # What a sanitizer adds to the code confuses gcc 12's flow analysis (coroutine frames, std::expected); the release build
  # and clang judge the same lines without these false alarms.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(QD_SANITIZE MATCHES "thread")
    # gcc 12's TSan does not model atomic_thread_fence, which the lock-free queue uses.
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()
find_program(QD_LLD ld.lld)
if(QD_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# qd_add_room(core/policy SOURCES a.cpp LINKS core_model) makes the static library core_policy.
# Paths of SOURCES are relative to the room. A room without sources is header-only.
function(qd_add_room room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${room})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE qd_warnings ${ARG_PRIVATE_LINKS})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_LINKS})
  endif()
endfunction()

# A room of the window: as above, with Qt's meta-object compiler and its string rules.
function(qd_add_ui_room room)
  qd_add_room(${room} ${ARGN})
  string(REPLACE "/" "_" name ${room})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${name} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH)
endfunction()

# qd_add_test(tst_name SOURCES tst_x.cpp LINKS core_x LABEL unit|slow|soak [GUI])
# Qt Test programs. The label sets the time-out: unit 30 s, slow 300 s, soak none in practice; five-fold under sanitizers.
function(qd_add_test name)
  cmake_parse_arguments(ARG "GUI" "LABEL" "SOURCES;LINKS;ARGS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} Qt6::Test qd_warnings)
  add_test(NAME ${name} COMMAND ${name} ${ARG_ARGS})
  qd_set_test_limits(${name} ${ARG_LABEL})
endfunction()

function(qd_set_test_limits name label)
  set(seconds_unit 30)
  set(seconds_slow 300)
  set(seconds_soak 36000)
  set(seconds ${seconds_${label}})
  if(QD_SANITIZE)
    math(EXPR seconds "${seconds} * 5")
  endif()
  # Qt Test has a limit of its own for one function, 300 s, which a slow test under a sanitizer may need.
  math(EXPR milliseconds "${seconds} * 1000")
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${seconds}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false;QTEST_FUNCTION_TIMEOUT=${milliseconds}")
endfunction()
