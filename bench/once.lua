-- For wrk, with one thread: sends each form of a file once.

dofile("requests.lua")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local forms = {}
local sent = 0

function init(args)
  for line in io.lines(args[1]) do
    forms[#forms + 1] = line
  end
end

-- Beyond the last one each is refused, and refusals make the run worthless.
function request()
  sent = math.min(sent + 1, #forms)
  return wrk.format("POST", nil, headers, forms[sent])
end
