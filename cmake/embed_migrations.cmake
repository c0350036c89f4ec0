# Included: parley_embed_migrations(TARGET FOLDER) compiles FOLDER/*.sql into TARGET as database::embeddedMigrations().
# Run with -P: writes that source file.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(PARLEY_EMBED_MIGRATIONS ${CMAKE_CURRENT_LIST_FILE})

  function(parley_embed_migrations target folder)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_migrations.cpp)
    file(GLOB migrations CONFIGURE_DEPENDS "${folder}/[0-9]*.sql")
    add_custom_command(OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${source} -P ${PARLEY_EMBED_MIGRATIONS}
      DEPENDS ${migrations} ${PARLEY_EMBED_MIGRATIONS} VERBATIM)
    target_sources(${target} PRIVATE ${source})
  endfunction()
  return()
endif()

file(GLOB migrations "${FOLDER}/[0-9]*.sql")
list(SORT migrations)
set(rows "")
foreach(migration IN LISTS migrations)
  get_filename_component(name "${migration}" NAME_WE)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+$")
    message(FATAL_ERROR "migrations/${name}.sql: the name must look like 0001_what_it_does")
  endif()
  string(REGEX REPLACE "^0*([1-9][0-9]*)_.*$" "\\1" version "${name}")
  file(READ "${migration}" sql)
  string(APPEND rows "    {${version}, \"${name}\", R\"parley_sql(${sql})parley_sql\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "#include \"database/migrations.hpp\"

#include <vector>

namespace parley::database {

std::span<const Migration> embeddedMigrations() {
  static const std::vector<Migration> migrations{
${rows}  };
  return migrations;
}

}  // namespace parley::database
")
