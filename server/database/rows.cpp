#include "database/rows.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <cstring>

namespace parley::database {

Rows::Rows(pg_result* result) : result_{result} {}

void Rows::Free::operator()(pg_result* result) const {
  PQclear(result);
}

int Rows::size() const {
  return PQntuples(result_.get());
}

int Rows::columnCount() const {
  return PQnfields(result_.get());
}

std::optional<std::string_view> Rows::at(int row, int column) const {
  const auto length = static_cast<std::size_t>(PQgetlength(result_.get(), row, column));
  if (length == 0 && PQgetisnull(result_.get(), row, column)) return std::nullopt;
  return std::string_view{PQgetvalue(result_.get(), row, column), length};
}

std::size_t Rows::bytes() const {
  return PQresultMemorySize(result_.get());
}

int Rows::column(std::string_view name) const {
  // Not PQfnumber: that folds case and wants quotes.
  for (int index = 0; index < columnCount(); ++index) {
    if (name == PQfname(result_.get(), index)) return index;
  }
  return -1;
}

long long Rows::affected() const {
  const char* text = result_ ? PQcmdTuples(result_.get()) : "";
  long long count = 0;
  std::from_chars(text, text + std::strlen(text), count);
  return count;
}

}  // namespace parley::database
