-- For wrk, with one thread: refreshes each refresh token of a file, and then what came back in its place. The first line
-- holds the Authorization header, each other line a token.

dofile("requests.lua")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local tokens = {}
local first, last = 1, 0

function init(args)
  for line in io.lines(args[1]) do
    if headers["Authorization"] then
      last = last + 1
      tokens[last] = line
    else
      headers["Authorization"] = line
    end
  end
end

function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format("POST", nil, headers, "grant_type=refresh_token&refresh_token=" .. token)
end

function response(status, _, body)
  last = last + 1
  tokens[last] = body:match('"refresh_token":"([^"]+)"')
end
