#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

namespace parley::json {

using boost::json::array;
using boost::json::object;
using boost::json::string;
using boost::json::value;

}  // namespace parley::json
