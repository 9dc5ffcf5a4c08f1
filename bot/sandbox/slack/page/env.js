/** Whose eyes look at what: names, zone and moment, always read from the newest world. */

/** `worldOf()` gives the present world. */
export function envOf(worldOf) {
  const everyone = () => [...worldOf().people, botPerson(worldOf())];
  const person = (id) => everyone().find((one) => one.id === id);
  const channel = (id) => worldOf().channels.find((one) => one.id === id);
  return {
    get me() { return worldOf().me; },
    person,
    people: everyone,
    personName: (id) => person(id)?.real_name,
    channels: () => worldOf().channels,
    channelName: (id) => channel(id)?.name,
    channelNamed: (name) => worldOf().channels.find((one) => one.name === name && one.kind !== "im"),
    clock: () => ({ tz: worldOf().me.tz || "UTC", locale: worldOf().me.locale || "en-US", now: Date.now() / 1000 }),
  };
}

export function botPerson({ workspace: { bot } }) {
  return { id: bot.user_id, name: bot.name.toLowerCase(), real_name: bot.name, isBot: true };
}
