-- What wrk sends to Purser and to the bare servers alike. Arguments: "check" or "turns", the service
-- key, the number of users, the first of them, and a word that no other run has.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

local path, users, first, run
local made = 0
-- Turns that were admitted and wait to be settled by the next free connection.
local admitted = {}
-- Global, so that `done` can read it from the thread.
denied = 0

function init(args)
  wrk.headers['Authorization'] = 'Bearer ' .. args[2]
  wrk.headers['Content-Type'] = 'application/json'
  users, first, run = tonumber(args[3]), tonumber(args[4]), args[5]
  path = '/api/v1/turns'
  if args[1] == 'check' then
    path = path .. ':check'
  else
    response = remember
  end
end

function request()
  local turn = table.remove(admitted)
  if turn then
    return wrk.format('POST', '/api/v1/turns/' .. turn .. '/settle', nil,
      '{"usage":[{"provider":"anthropic","model":"claude-sonnet-4-5","input_tokens":900,"output_tokens":433}]}')
  end
  made = made + 1
  return wrk.format('POST', path, nil,
    '{"turn_id":"' .. run .. '-' .. made .. '","user_id":"user-' .. (first + made) % users ..
    '","estimate_tokens":2000,"providers":["anthropic"]}')
end

-- A settlement says its state, or echoes no turn; every other answer admits one.
function remember(status, headers, body)
  if status ~= 200 or body:find('"state"', 1, true) then return end
  if body:find('"denied"', 1, true) then denied = denied + 1 end
  local turn = body:match('"turn_id":"([^"]+)"')
  if turn then table.insert(admitted, turn) end
end

function done(summary, latency)
  local failed = 0
  for _, count in pairs(summary.errors) do failed = failed + count end
  for _, thread in ipairs(threads) do failed = failed + thread:get('denied') end
  io.write(string.format('{"requests":%d,"seconds":%f,"failed":%d,"p50Ms":%f,"p99Ms":%f}\n',
    summary.requests, summary.duration / 1e6, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
