#pragma once

#include <map>
#include <string>
#include <string_view>

#include "foundation/clock.hpp"
#include "json/describe.hpp"
#include "json/raw.hpp"
#include "json/value.hpp"

/// Struct -> JSON Schema (2020-12, as OpenAPI 3.1 uses it).
namespace parley::json {

/// Inputs require what has no default; outputs always hold every field.
enum class Direction { input, output };

/// Makes schemas. With components, named structs become `$ref`s and are collected; without,
/// everything is inline.
class SchemaMaker {
 public:
  explicit SchemaMaker(object* components = nullptr) : components_{components} {}

  template <class T>
  object schema(Direction direction);

 private:
  template <class T>
  object structSchema(Direction direction);

  object* components_;
};

namespace detail {
object textSchema(const TextSchema& facts);
object nullable(object schema);
object stringWithFormat(std::string_view format);
}  // namespace detail

template <class T>
object SchemaMaker::schema(Direction direction) {
  if constexpr (std::same_as<T, Raw> || std::same_as<T, value>) {
    return {};
  } else if constexpr (std::same_as<T, Metadata>) {
    return {{"type", "object"}, {"additionalProperties", true}};
  } else if constexpr (std::same_as<T, object>) {
    return {{"type", "object"}, {"additionalProperties", true}};
  } else if constexpr (std::same_as<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (Integer<T>) {
    return {{"type", "integer"}};
  } else if constexpr (std::floating_point<T>) {
    return {{"type", "number"}};
  } else if constexpr (std::same_as<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (IsId<T>::value) {
    return detail::stringWithFormat("uuid");
  } else if constexpr (std::same_as<T, Timestamp>) {
    return detail::stringWithFormat("date-time");
  } else if constexpr (DescribedEnum<T>) {
    array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto enumerator) { names.emplace_back(enumerator.name); });
    return {{"type", "string"}, {"enum", std::move(names)}};
  } else if constexpr (TextField<T>) {
    return detail::textSchema(T::schema());
  } else if constexpr (IsOptional<T>::value) {
    return detail::nullable(schema<typename T::value_type>(direction));
  } else if constexpr (IsPatch<T>::value) {
    return detail::nullable(schema<typename decltype(T::value)::value_type>(direction));
  } else if constexpr (IsReference<T>::value) {
    return schema<decltype(T::id)>(direction);
  } else if constexpr (IsWritten<T>::value) {
    return schema<typename IsWritten<T>::Type>(direction);
  } else if constexpr (IsVector<T>::value) {
    return {{"type", "array"}, {"items", schema<typename T::value_type>(direction)}};
  } else {
    static_assert(DescribedStruct<T>, "no JSON Schema is known for this type");
    if constexpr (NamedStruct<T>) {
      if (components_ != nullptr) {
        const std::string name{T::schema_name};
        if (!components_->contains(name)) {
          (*components_)[name] = object{};  // a recursive struct finds itself
          (*components_)[name] = structSchema<T>(direction);
        }
        return {{"$ref", "#/components/schemas/" + name}};
      }
    }
    return structSchema<T>(direction);
  }
}

template <class T>
object SchemaMaker::structSchema(Direction direction) {
  object properties;
  array required;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    auto property = schema<Field>(direction);
    if (const auto help = helpFor<T>(member.name); !help.empty()) property["description"] = help;
    properties[nameOf(member.name)] = std::move(property);
    constexpr bool may_be_absent = IsOptional<Field>::value || IsPatch<Field>::value ||
                                   std::same_as<Field, Metadata> || IsVector<Field>::value;
    const bool always = direction == Direction::output ? !omits<T>(member.name) : !may_be_absent;
    if (always) required.emplace_back(nameOf(member.name));
  });
  object made{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) made["required"] = std::move(required);
  if (direction == Direction::input) made["additionalProperties"] = false;
  return made;
}

}  // namespace parley::json
