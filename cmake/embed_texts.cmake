# Included: parley_embed_texts(TARGET NAMESPACE PREFIX FILE...) compiles each FILE into TARGET as the constant
# NAMESPACE::PREFIX_<name>_<extension> of type std::string_view. Run with -P: writes that source file.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(PARLEY_EMBED_TEXTS ${CMAKE_CURRENT_LIST_FILE})

  function(parley_embed_texts target namespace prefix)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${prefix}_texts.cpp)
    string(REPLACE ";" "|" files "${ARGN}")
    add_custom_command(OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DPREFIX=${prefix} "-DFILES=${files}" -DOUTPUT=${source}
              -P ${PARLEY_EMBED_TEXTS}
      DEPENDS ${ARGN} ${PARLEY_EMBED_TEXTS} VERBATIM)
    target_sources(${target} PRIVATE ${source})
  endfunction()
  return()
endif()

string(REPLACE "|" ";" files "${FILES}")
set(constants "")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  string(MAKE_C_IDENTIFIER "${PREFIX}_${name}" constant)
  file(READ "${file}" text)
  string(APPEND constants "extern const std::string_view ${constant};\n")
  string(APPEND constants "const std::string_view ${constant} = R\"parley_text(${text})parley_text\";\n")
endforeach()
file(WRITE "${OUTPUT}" "#include <string_view>\n\nnamespace ${NAMESPACE} {\n\n${constants}\n}  // namespace ${NAMESPACE}\n")
