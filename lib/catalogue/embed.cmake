# The built-in catalogue: data/*.txt -> iamproof_write_block -> catalogue.block -> built_in.cpp.
file(GLOB catalogue_data CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/data/*.txt")
set(catalogue_block "${CMAKE_CURRENT_BINARY_DIR}/catalogue.block")

add_executable(iamproof_write_block
  source/source.cpp
  catalogue/names.cpp
  catalogue/records.cpp
  catalogue/block.cpp
  catalogue/write_block.cpp
)
target_compile_features(iamproof_write_block PRIVATE cxx_std_20)
target_include_directories(iamproof_write_block PRIVATE "${PROJECT_SOURCE_DIR}/include" "${CMAKE_CURRENT_SOURCE_DIR}")
target_link_libraries(iamproof_write_block PRIVATE iamproof_flags)

add_custom_command(
  OUTPUT "${catalogue_block}"
  COMMAND iamproof_write_block "${catalogue_block}" ${catalogue_data}
  DEPENDS iamproof_write_block ${catalogue_data}
  COMMENT "Building the catalogue"
  VERBATIM)
set_source_files_properties(catalogue/built_in.cpp PROPERTIES
  OBJECT_DEPENDS "${catalogue_block}"
  COMPILE_DEFINITIONS "IAMPROOF_CATALOGUE_BLOCK=\"${catalogue_block}\"")
