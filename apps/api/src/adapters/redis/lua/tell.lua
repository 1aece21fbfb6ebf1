-- Applies a committed batch (counter-model.ts: tell).
-- KEYS[3…] users · ARGV[2] lane · ARGV[3] seq · ARGV[4…] turns, packed by tell-codec.ts
if not epoch then return 0 end

openProviders()

-- Moves a rolling window's minutes on to `start`; answers what is left of them.
local function dropMinutes(slot, minutes, start)
  local at = 1
  while at <= #minutes do
    local minute, requests, tokens = numbers('<ddd', minutes, at)
    if minute >= start then break end
    slot[3], slot[4] = slot[3] - requests, slot[4] - tokens
    at = at + 24
  end
  return string.sub(minutes, at)
end

local function addMinute(minutes, minute, requests, tokens)
  local at = #minutes - 23
  while at > 0 do
    local other, otherRequests, otherTokens = numbers('<ddd', minutes, at)
    if other == minute then
      local sum = bytes('<ddd', minute, otherRequests + requests, otherTokens + tokens)
      return string.sub(minutes, 1, at - 1) .. sum .. string.sub(minutes, at + 24)
    end
    if other < minute then break end
    at = at - 24
  end
  local added = bytes('<ddd', minute, requests, tokens)
  return string.sub(minutes, 1, at + 23) .. added .. string.sub(minutes, at + 24)
end

local function countRolling(user, slot, field, start, minute, requests, tokens)
  local minutes = call('HGET', user.key, field) or ''
  if start > slot[1] then
    minutes = dropMinutes(slot, minutes, start)
    slot[1] = start
  end
  if minute >= slot[1] then
    slot[3], slot[4] = slot[3] + requests, slot[4] + tokens
    minutes = addMinute(minutes, minute, requests, tokens)
  end
  slot[2] = #minutes > 0 and numbers('<d', minutes) or noMinute
  setField(user, field, minutes)
end

-- Answers whether the slot's sum can still be told.
local function countPlain(slot, start, minute, requests, tokens)
  if start > slot[1] then
    if slot[2] >= start then return false end
    slot[1], slot[3], slot[4] = start, 0, 0
  end
  if minute >= slot[1] then
    slot[3], slot[4] = slot[3] + requests, slot[4] + tokens
    if minute > slot[2] then slot[2] = minute end
  end
  return true
end

-- `windows` is { window, start, … } of one scope. A slot that it does not name is dropped.
local function countScope(user, scope, stored, windows, minute, requests, tokens)
  local slots, starts = decodeUsage(stored), {}
  for i = 1, #windows, 2 do starts[windows[i]] = windows[i + 1] end
  for window, slot in pairs(slots) do
    local start = starts[window] or (window == 'l' and slot[1])
    local field = 'r' .. window .. '|' .. scope
    if not start then
      slots[window] = nil
      if isRolling(window) then user.gone[#user.gone + 1] = field end
    elseif isRolling(window) then
      countRolling(user, slot, field, start, minute, requests, tokens)
    elseif not countPlain(slot, start, minute, requests, tokens) then
      slots[window] = nil
    end
  end
  setField(user, 'w' .. scope, encodeUsage(slots))
end

local function tellUsage(user, version, scopes, usage, windows, minute, requests, tokens)
  if version <= user.version then return end
  local follows = user.loaded and version == user.version + 1
  user.version = version
  if follows then
    for i = 1, #scopes do
      if usage[i] then countScope(user, scopes[i], usage[i], windows[i], minute, requests, tokens) end
    end
  elseif user.loaded then
    forgetUsage(user)
  end
end

local function tellTurn(item)
  local turnId, version, scopes = item[2], item[3], item[7]
  local turnField, fields, usage = 't' .. turnId, {}, {}
  for i = 1, #scopes do fields[i] = 'w' .. scopes[i] end
  local user, values = openUser(KEYS[item[1] + 3], turnField, 'c', unpack(fields))
  if values[2] then removeTurn(user, turnField, decodeTurn(values[2])) end
  setField(user, 'c', addClosed(values[3], turnId))
  for i = 1, #scopes do usage[i] = values[3 + i] end
  tellUsage(user, version, scopes, usage, item[8], item[4], item[5], item[6])
  saveUser(user)
  dropHolds(holdsField(turnField, user.key))
end

-- Answers whether the pair's sums can still be told. `windows` is { window, start, … }.
local function addSpend(pairKey, amount, windows, minute)
  local pair = pairOf(pairKey)
  for i = 1, #windows, 2 do
    local window, start = windows[i], windows[i + 1]
    local since = windowsKnown()[window]
    local slot = pair.spent[window] or (since and { since, -1, 0 })
    if slot then
      if start > slot[1] then
        if slot[2] >= start then return false end
        slot[1], slot[3] = start, 0
      end
      if minute >= slot[1] then
        slot[3] = slot[3] + amount
        if minute > slot[2] then slot[2] = minute end
      end
      pair.spent[window], pair.spentChanged = slot, true
    end
  end
  return true
end

local function addSpends(items)
  for _, item in ipairs(items) do
    for _, spend in ipairs(item[9]) do
      if not addSpend(spend[1], spend[2], spend[3], item[4]) then return false end
    end
  end
  return true
end

local items = {}
for i = 4, #ARGV do items[i - 3] = cjson.decode(ARGV[i]) end
for _, item in ipairs(items) do tellTurn(item) end

local lane, seq = 'l' .. ARGV[2], tonumber(ARGV[3])
local last = tonumber(call('HGET', project, lane) or 0)
if seq > last then
  call('HSET', project, lane, seq)
  if providers.loaded and not (seq == last + 1 and addSpends(items)) then forgetSpend() end
end
saveProviders()
return 0
