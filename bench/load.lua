-- The load generator's part: sends prepared bodies in turn and counts an answer only if it is one.
-- arguments: file of bodies · text that a true answer contains · "once" or "again" · bearer token or "-"
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
  if args[4] ~= "-" then headers["Authorization"] = "Bearer " .. args[4] end
  prepared = {}
  for line in io.lines(args[1]) do
    prepared[#prepared + 1] = wrk.format("POST", nil, headers, line)
  end
  expected, once = args[2], args[3] == "once"
  sent, good, bad, first_bad = 0, 0, 0, ""
end

function request()
  sent = sent + 1
  if once and sent > #prepared then return prepared[#prepared] end
  return prepared[(sent - 1) % #prepared + 1]
end

function response(status, headers, body)
  if status == 200 and string.find(body, expected, 1, true) and not string.find(body, '"errors"', 1, true) then
    good = good + 1
  else
    bad = bad + 1
    if first_bad == "" then first_bad = status .. " " .. string.sub(body, 1, 400) end
  end
end

function done(summary, latency, requests)
  local thread = threads[1]
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("REPORT %d %d %d %d %d %d %d\n", thread:get("good"), thread:get("bad"), lost,
    thread:get("sent"), summary.duration, latency:percentile(50), latency:percentile(99)))
  io.write("FIRST BAD " .. string.gsub(thread:get("first_bad"), "%s+", " ") .. "\n")
end
