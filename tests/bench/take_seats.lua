-- One resident after another, as a browser does it: the form, the sign-up with the form's own
-- token, the receipt. One connection to each of wrk's threads, so that each takes one step after
-- the other. Arguments: the form's address, the name of the session's cookie, the number of
-- threads, and the file of the residents, a line each: person, session.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  form, session_cookie = arguments[1], arguments[2]
  seats, wrong, step, place, residents = 0, "", "form", 0, {}
  local line_number = 0
  for line in io.lines(arguments[4]) do
    if line_number % tonumber(arguments[3]) == number then
      local person, session = line:match("(%S+) (%S+)")
      table.insert(residents, {person = person, session = session})
    end
    line_number = line_number + 1
  end
end

function request()
  if step == "form" then
    place = place + 1
    resident = residents[place]
    cookies = session_cookie .. "=" .. resident.session
    return wrk.format("GET", form, {Cookie = cookies})
  elseif step == "sign-up" then
    local headers = {Cookie = cookies, ["Content-Type"] = "application/x-www-form-urlencoded"}
    local fields = "csrfmiddlewaretoken=" .. token .. "&person=" .. resident.person
    return wrk.format("POST", form, headers, fields)
  end
  return wrk.format("GET", receipt, {Cookie = cookies})
end

function response(status, headers, body)
  if step == "form" and status == 200 then
    token = body:match('name="csrfmiddlewaretoken" value="(%w+)"')
    for name, value in pairs(headers) do
      if name:lower() == "set-cookie" then
        cookies = cookies .. "; " .. value:match("^[^;]+")
      end
    end
    step = "sign-up"
  elseif step == "sign-up" and status == 302 then
    for name, value in pairs(headers) do
      if name:lower() == "location" then
        receipt = value
      end
    end
    step = "receipt"
  elseif step == "receipt" and status == 200 and body:find("受付番号", 1, true) then
    seats = seats + 1
    step = "form"
  else
    wrong = step .. " " .. status
    wrk.thread:stop()
  end
end

function done(summary)
  local taken, all_wrong = 0, ""
  for _, thread in ipairs(threads) do
    taken = taken + thread:get("seats")
    all_wrong = all_wrong .. thread:get("wrong")
  end
  print("Seats/sec: " .. taken / (summary.duration / 1e6))
  print("Wrong: " .. all_wrong)
end
