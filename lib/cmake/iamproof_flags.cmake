# Developer flags. They are private to our own targets: who links iamproof inherits none of them.
add_library(iamproof_flags INTERFACE)
target_compile_features(iamproof_flags INTERFACE cxx_std_20)
target_compile_options(iamproof_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wimplicit-fallthrough -Wformat=2
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wuseless-cast>
  $<$<BOOL:${IAMPROOF_WERROR}>:-Werror>)
