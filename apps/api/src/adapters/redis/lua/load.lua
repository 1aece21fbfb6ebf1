-- Begins an epoch and takes what was read from PostgreSQL (counter-model.ts: begin, loadUser,
-- loadProviders, resetUser). ARGV[2] = [operation, epoch, …]
local q = cjson.decode(ARGV[2])
local operation = q[1]

if operation == 'begin' then
  local current = begun[1] or '0'
  if tonumber(q[2]) <= tonumber(current) then return current end
  call('DEL', project, expiries)
  call('HSET', project, 'e', q[2], 'i', instance)
  return q[2]
end

local function packMinutes(list)
  local packed = {}
  for i = 1, #list, 3 do
    packed[#packed + 1] = bytes('<ddd', list[i], list[i + 1], list[i + 2])
  end
  return table.concat(packed)
end

-- Slots are { scope, window, start, last minute, requests, tokens, minutes of a rolling one }.
local function takeSlots(user, slots, keeps)
  local usage = {}
  for _, slot in ipairs(slots) do
    local scope, window, minutes = slot[1], slot[2], slot[7]
    usage[scope] = usage[scope] or decodeUsage(keeps and call('HGET', user.key, 'w' .. scope))
    if minutes then setField(user, 'r' .. window .. '|' .. scope, packMinutes(minutes)) end
    local edge = minutes and (minutes[1] or noMinute) or slot[4]
    usage[scope][window] = { slot[3], edge, slot[5], slot[6] }
  end
  for scope, ofScope in pairs(usage) do setField(user, 'w' .. scope, encodeUsage(ofScope)) end
end

local function loadUser(version, slots, live)
  local user, values = openUser(KEYS[3], 'c')
  if version < user.version then return 0 end
  local keeps = user.loaded and version == user.version
  if user.loaded and not keeps then forgetUsage(user) end
  user.version, user.loaded = version, true
  takeSlots(user, slots, keeps)
  for _, entry in ipairs(live) do
    local field = 't' .. entry[1]
    local known = not user.unknown and call('HEXISTS', user.key, field) == 1
    if not known and not isClosed(values[2], entry[1]) then
      putTurn(user, field, { entry[3], entry[4], entry[5], entry[2], { confirmed } })
    end
  end
  saveUser(user)
  return 1
end

local function lanesKnown()
  local lanes = {}
  for _, field in ipairs(call('HKEYS', project)) do
    if string.sub(field, 1, 1) == 'l' then lanes[string.sub(field, 2)] = tonumber(call('HGET', project, field)) end
  end
  return lanes
end

local function toMap(list)
  local map = {}
  for i = 1, #list, 2 do map[list[i]] = list[i + 1] end
  return map
end

-- Slots are { pair, window, start, micro-dollars }, holds { turn, user key, expiry, pair, micro-dollars, … }.
local function loadProviders(lanes, asOfMinute, windows, slots, holds)
  local seqs = toMap(lanes)
  for lane, seq in pairs(lanesKnown()) do
    if (seqs[lane] or 0) < seq then return 0 end
  end
  openProviders()
  forgetSpend()
  for lane, seq in pairs(seqs) do call('HSET', project, 'l' .. lane, seq) end
  call('HSET', project, 'k', pack(toMap(windows)))
  for _, slot in ipairs(slots) do
    local pair = pairOf(slot[1])
    pair.spent[slot[2]], pair.spentChanged = { slot[3], asOfMinute, slot[4] }, true
  end
  for _, hold in ipairs(holds) do
    local field = holdsField('t' .. hold[1], hold[2])
    if not holdsOf(field) then keepHolds(field, { unpack(hold, 3) }) end
  end
  providers.loaded, providers.touched = true, true
  saveProviders()
  return 1
end

if not epoch or (q[2] ~= epoch and operation ~= 'resetUser') then return 0 end
if operation == 'loadUser' then return loadUser(q[3], q[4], q[5]) end
if operation == 'loadProviders' then return loadProviders(q[3], q[4], q[5], q[6], q[7]) end

local user = openUser(KEYS[3])
if user.loaded then forgetUsage(user) end
user.version = max(user.version, q[3])
saveUser(user)
return 0
