-- For wrk: sends the POST requests of a file over and over. A line holds the Authorization header, a tab, and the form.

local requests = {}
local sent = 0

function init(args)
  for line in io.lines(args[1]) do
    local authorization, form = line:match("^(.*)\t(.*)$")
    local headers = { ["Authorization"] = authorization, ["Content-Type"] = "application/x-www-form-urlencoded" }
    requests[#requests + 1] = wrk.format("POST", nil, headers, form)
  end
end

function request()
  sent = sent + 1
  return requests[sent % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format('{ "requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "refused": %d, "failed": %d }',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
