-- For wrk: guesses the secret of one client, another one each time. The arguments are its client_id, what its secret
-- begins with, up to the random part, and a number that no run before had: what was wrong is remembered for a while.

dofile("requests.lua")

local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local form
local run
local guesses = 0

function init(args)
  form = "grant_type=client_credentials&client_id=" .. args[1] .. "&client_secret=" .. args[2]
  run = args[3]
end

function request()
  guesses = guesses + 1
  return wrk.format("POST", nil, headers, form .. string.format("%021d_%021d", run, guesses))
end
