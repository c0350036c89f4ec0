-- As get.lua, but each request makes another contact.
local tokens, count, path = {}, 0, nil

function init(arguments)
  for token in io.lines(arguments[1]) do
    tokens[#tokens + 1] = { Authorization = "Bearer " .. token, ["Content-Type"] = "application/json" }
  end
  path = arguments[2]
end

function request()
  count = count + 1
  local body = string.format('{"name":"Bench Person %d","email":"bench.person%d@example.com",'
    .. '"phone":"+43 660 %07d","job_position":"Analyst"}', count, count, count)
  return wrk.format("POST", path, tokens[count % #tokens + 1], body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"seconds":%.6f,"failed":%d,"p50":%.4f,"p99":%.4f}\n', summary.requests,
    summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
