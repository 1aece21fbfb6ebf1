-- Shared by every counter script; the rules are those of packages/domain/src/quota/counter-*.ts.
--
-- KEYS[1] project hash    e epoch · i server instance · a provider state · k windows known ·
--                         h<pair> held · s<pair> spent per window · l<lane> last batch ·
--                         q<turn field>\0<user key> provider holds of a live turn
-- KEYS[2] sorted set      the q fields by the expiry of their holds
-- KEYS[3…] user hashes    m state, with what is live in '*' · h<scope> what is live in a bundle ·
--                         w<scope> usage per window · r<window>|<scope> minutes of a rolling one ·
--                         t<turn> live turn · c closed turns
-- ARGV[1] server instance, or '' to ask the cluster node for its own
--
-- What a decision reads is packed as little-endian numbers, the rest as MessagePack. Lua hashes every
-- byte of every string it meets: short texts and few of them are what makes the scripts fast.
local call, pack, unpacked = redis.call, cmsgpack.pack, cmsgpack.unpack
local bytes, numbers = struct.pack, struct.unpack
local floor, huge, min, max = math.floor, math.huge, math.min, math.max
local project, expiries = KEYS[1], KEYS[2]
local instance = ARGV[1]
if instance == '' then instance = call('CLUSTER', 'MYID') end

-- State written under another server instance may lack its last writes: it counts as lost.
local begun = call('HMGET', project, 'e', 'i')
local epoch = begun[2] == instance and begun[1]
local epochNumber = tonumber(epoch or -1)

-- Users ---------------------------------------------------------------------------------------

-- Real time, for cleaning up. A decision renews it at most once an hour of the caller's clock.
local userTtlSeconds, hourMs = 172800, 3600000
local confirmed, attemptsMax, closedMax = '!', 8, 8

-- Epoch, version, loaded, swept instant, earliest expiry (0 is none), hour of the last renewal; then
-- what is live in a scope: requests, tokens, slots.
local metaFormat, sumsFormat, sumsAt = '<I6I6BI6I6I4', '<I4I8I4', 30

-- A user of another epoch reads as unknown.
local function newUser(key, stored)
  local user = { key = key, version = 0, loaded = false, swept = 0, next = huge, hour = 0, sums = {}, sets = {}, gone = {} }
  if stored then
    local ofEpoch, version, loaded, swept, next, hour = numbers(metaFormat, stored)
    if ofEpoch == epochNumber then
      user.version, user.loaded, user.swept, user.next, user.hour = version, loaded == 1, swept, next == 0 and huge or next, hour
      user.sums['*'] = { numbers(sumsFormat, stored, sumsAt) }
      return user
    end
    user.stale = true
  end
  user.unknown, user.sums['*'] = true, { 0, 0, 0 }
  return user
end

-- Reads the state and the given fields; the values start at 2.
local function openUser(key, ...)
  local values = call('HMGET', key, 'm', ...)
  local user = newUser(key, values[1])
  return user, user.unknown and {} or values
end

local function setField(user, field, value)
  local sets = user.sets
  sets[#sets + 1] = field
  sets[#sets + 1] = value
end

-- The state is written in any case.
local function saveUser(user)
  if user.stale then call('DEL', user.key) end
  for scope, sums in pairs(user.sums) do
    if sums.changed and scope ~= '*' then setField(user, 'h' .. scope, bytes(sumsFormat, sums[1], sums[2], sums[3])) end
  end
  local sums, loaded = user.sums['*'], user.loaded and 1 or 0
  local next = user.next < huge and user.next or 0
  local meta = bytes(metaFormat, epochNumber, user.version, loaded, user.swept, next, user.hour)
  setField(user, 'm', meta .. bytes(sumsFormat, sums[1], sums[2], sums[3]))
  if #user.gone > 0 then call('HDEL', user.key, unpack(user.gone)) end
  call('HSET', user.key, unpack(user.sets))
  call('EXPIRE', user.key, userTtlSeconds)
end

-- The user's usage has to be loaded again; live turns stay.
local function forgetUsage(user)
  user.loaded = false
  for _, field in ipairs(call('HKEYS', user.key)) do
    local kind = string.sub(field, 1, 1)
    if kind == 'w' or kind == 'r' then user.gone[#user.gone + 1] = field end
  end
end

-- Usage of a scope: the codes of its windows in order, joined by '|', then for each its start, the
-- last minute counted (of a rolling window the first one kept), requests and tokens. A window's code
-- is that of window-code.ts: 'r…' rolls, 'l' is the lifetime.
local slotFormat, slotBytes, noMinute = '<I4I4dd', 24, 4294967295

local function isRolling(window)
  return string.byte(window) == 114
end

local function decodeUsage(usage)
  local slots = {}
  if not usage then return slots end
  local header, at = numbers('<Hc0', usage)
  for window in string.gmatch(header, '[^|]+') do
    slots[window] = { numbers(slotFormat, usage, at) }
    at = at + slotBytes
  end
  return slots
end

local function encodeUsage(slots)
  local windows = {}
  for window in pairs(slots) do windows[#windows + 1] = window end
  table.sort(windows)
  local header = table.concat(windows, '|')
  local parts = { bytes('<Hc0', #header, header) }
  for i, window in ipairs(windows) do
    local slot = slots[window]
    parts[i + 1] = bytes(slotFormat, slot[1], slot[2], slot[3], slot[4])
  end
  return table.concat(parts)
end

-- Live turns: { tokens, hold expiry, slot expiry, scopes, attempts } ------------------------------
-- Stored as three numbers, the scopes with their length, and the attempts, both joined by '\0'. An
-- attempt carries '=' before its name; '!' alone is PostgreSQL's confirmation.

local function split(text)
  local list = {}
  for part in string.gmatch(text, '[^%z]+') do list[#list + 1] = part end
  return list
end

local turnFormat = '<I8I6I6Hc0'

local function decodeTurn(stored)
  local tokens, holdExpiresAt, slotExpiresAt, scopes, at = numbers(turnFormat, stored)
  return { tokens, holdExpiresAt, slotExpiresAt, split(scopes), split(string.sub(stored, at)) }
end

local function encodeTurn(turn)
  local scopes = table.concat(turn[4], '\0')
  return bytes(turnFormat, turn[1], turn[2], turn[3], #scopes, scopes) .. table.concat(turn[5], '\0')
end

local function sumsOf(user, scope)
  local sums = user.sums[scope]
  if sums then return sums end
  local stored = not user.unknown and call('HGET', user.key, 'h' .. scope)
  sums = stored and { numbers(sumsFormat, stored) } or { 0, 0, 0 }
  user.sums[scope] = sums
  return sums
end

local function countTurn(user, turn, sign)
  local held = turn[2] > user.swept and sign or 0
  local slot = turn[3] > user.swept and sign or 0
  for _, scope in ipairs(turn[4]) do
    local sums = sumsOf(user, scope)
    sums[1], sums[2], sums[3] = sums[1] + held, sums[2] + held * turn[1], sums[3] + slot
    sums.changed = true
  end
end

local function expectExpiries(user, turn)
  for i = 2, 3 do
    if turn[i] > user.swept and turn[i] < user.next then
      user.next = turn[i]
    end
  end
end

local function putTurn(user, field, turn)
  countTurn(user, turn, 1)
  expectExpiries(user, turn)
  setField(user, field, encodeTurn(turn))
end

local function removeTurn(user, field, turn)
  countTurn(user, turn, -1)
  user.gone[#user.gone + 1] = field
end

local function addAttempt(turn, attempt)
  local attempts = turn[5]
  for i = 1, #attempts do
    if attempts[i] == attempt then return end
  end
  if #attempts < attemptsMax or attempt == confirmed then
    attempts[#attempts + 1] = attempt
  else
    addAttempt(turn, confirmed)
  end
end

-- Closed turns are kept as '\0id\0id\0', the newest last.
local function isClosed(closed, turnId)
  return closed and string.find(closed, '\0' .. turnId .. '\0', 1, true)
end

local function addClosed(closed, turnId)
  if isClosed(closed, turnId) then return closed end
  closed = (closed or '\0') .. turnId .. '\0'
  local _, ends = string.gsub(closed, '%z', '')
  if ends > closedMax + 1 then closed = string.sub(closed, (string.find(closed, '%z', 2))) end
  return closed
end

-- Provider money -----------------------------------------------------------------------------

local providers

local function openProviders()
  if providers then return end
  local state = call('HGET', project, 'a')
  state = state and unpacked(state) or { false, 0, huge }
  providers = { loaded = state[1], swept = state[2], next = state[3], pairs = {}, holds = {}, sets = {}, gone = {}, due = {} }
end

-- A pair's { held, spent per window }, where spent is { start, last minute, micro-dollars }.
local function pairOf(key)
  local pair = providers.pairs[key]
  if pair then return pair end
  local stored = call('HMGET', project, 'h' .. key, 's' .. key)
  pair = { held = tonumber(stored[1] or 0), spent = stored[2] and unpacked(stored[2]) or {} }
  providers.pairs[key] = pair
  return pair
end

local function windowsKnown()
  if not providers.known then
    local known = call('HGET', project, 'k')
    providers.known = known and unpacked(known) or {}
  end
  return providers.known
end

local function holdsField(turnField, userKey)
  return 'q' .. turnField .. '\0' .. userKey
end

-- A turn's { expiry, pair, micro-dollars, pair, micro-dollars, … }, or false.
local function holdsOf(field)
  local holds = providers.holds[field]
  if holds == nil then
    local stored = call('HGET', project, field)
    holds = stored and unpacked(stored)
    providers.holds[field] = holds
  end
  return holds
end

local function addHeld(holds, sign)
  for i = 2, #holds, 2 do
    local pair = pairOf(holds[i])
    pair.held, pair.heldChanged = pair.held + sign * holds[i + 1], true
  end
end

local function setHolds(field, holds)
  providers.holds[field] = holds
  local sets, due = providers.sets, providers.due
  sets[#sets + 1] = field
  sets[#sets + 1] = pack(holds)
  due[#due + 1] = holds[1]
  due[#due + 1] = field
  if holds[1] < providers.next then
    providers.next, providers.touched = holds[1], true
  end
end

-- Holds for a turn, or lets its holds live longer. `new` is { expiry, pair, micro-dollars, … }.
local function keepHolds(field, new)
  local holds = holdsOf(field)
  if holds then
    if new[1] > holds[1] then
      holds[1] = new[1]
      setHolds(field, holds)
    end
  elseif new[1] > providers.swept and #new > 1 then
    addHeld(new, 1)
    setHolds(field, new)
  end
end

local function dropHolds(field)
  local holds = holdsOf(field)
  if not holds then return end
  addHeld(holds, -1)
  providers.holds[field] = false
  providers.gone[#providers.gone + 1] = field
end

-- Lua's stack bounds the arguments of one call.
local argumentsMax = 4000

local function callInParts(command, key, list)
  for first = 1, #list, argumentsMax do
    call(command, key, unpack(list, first, min(first + argumentsMax - 1, #list)))
  end
end

local function saveProviders()
  if not providers then return end
  local sets = providers.sets
  for key, pair in pairs(providers.pairs) do
    if pair.heldChanged then
      sets[#sets + 1] = 'h' .. key
      sets[#sets + 1] = pair.held
    end
    if pair.spentChanged then
      sets[#sets + 1] = 's' .. key
      sets[#sets + 1] = pack(pair.spent)
    end
    pair.heldChanged, pair.spentChanged = false, false
  end
  if providers.touched then
    sets[#sets + 1] = 'a'
    sets[#sets + 1] = pack({ providers.loaded, providers.swept, providers.next })
  end
  callInParts('HSET', project, sets)
  callInParts('ZADD', expiries, providers.due)
  callInParts('HDEL', project, providers.gone)
  callInParts('ZREM', expiries, providers.gone)
  providers.sets, providers.due, providers.gone, providers.touched = {}, {}, {}, false
end

-- Spend has to be loaded again; holds stay.
local function forgetSpend()
  saveProviders()
  providers.loaded, providers.touched, providers.known = false, true, {}
  for _, field in ipairs(call('HKEYS', project)) do
    local kind = string.sub(field, 1, 1)
    if kind == 's' or kind == 'k' then call('HDEL', project, field) end
  end
  for _, pair in pairs(providers.pairs) do pair.spent = {} end
end
