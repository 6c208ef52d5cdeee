# Developer flags. They are private to our own targets: who links iamproof inherits none of them.
add_library(iamproof_flags INTERFACE)
target_compile_features(iamproof_flags INTERFACE cxx_std_20)
target_compile_options(iamproof_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wimplicit-fallthrough -Wformat=2
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wuseless-cast>
  # g++ 12 warns of std::string's own operator+ at -O3 (GCC bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${IAMPROOF_WERROR}>:-Werror>)
