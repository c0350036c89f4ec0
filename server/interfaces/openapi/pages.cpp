#include "interfaces/openapi/pages.hpp"

#include <memory>
#include <string>
#include <string_view>

#include "interfaces/openapi/document.hpp"

namespace parley::openapi {

// The files of the folder page/, compiled in.
extern const std::string_view page_docs_html;
extern const std::string_view page_docs_css;
extern const std::string_view page_docs_js;

namespace {

task<http::Response> answer(std::shared_ptr<const std::string> body, const char* content_type) {
  http::Response response;
  response.body = *body;
  response.content_type = content_type;
  response.headers.set("Cache-Control", "no-cache");
  co_return response;
}

void serve(http::Router& router, std::string path, std::string_view text,
           const char* content_type) {
  router.add(http::Method::get, std::move(path),
             [body = std::make_shared<const std::string>(text), content_type](http::Request&) {
               return answer(body, content_type);
             });
}

}  // namespace

void mount(http::Router& router, const operations::Catalog& catalog) {
  serve(router, "/api/openapi.json", document(catalog, PARLEY_VERSION),
        "application/json; charset=utf-8");
  serve(router, "/api/docs", page_docs_html, "text/html; charset=utf-8");
  serve(router, "/api/docs/docs.css", page_docs_css, "text/css; charset=utf-8");
  serve(router, "/api/docs/docs.js", page_docs_js, "text/javascript; charset=utf-8");
}

}  // namespace parley::openapi
