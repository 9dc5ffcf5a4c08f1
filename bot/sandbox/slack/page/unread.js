/** Counts what has come since one looked; the server leaves this to the page. */

export class Unread {
  #read = new Map();
  #start = Date.now() / 1000;

  /** The world with each channel's `unread`; the channel that is open counts as read. */
  counted(world, { channel: open, tab }) {
    const key = (id) => `${world.me.id} ${id}`;
    const looked = open && !(tab === "home");
    const newest = world.channels.find(({ id }) => id === open)?.messages.at(-1);
    if (looked && newest) this.#read.set(key(open), Number(newest.ts));
    const channels = world.channels.map((channel) => ({ ...channel, unread: this.#count(channel, world.me.id, key(channel.id)) }));
    return { ...world, channels };
  }

  #count({ messages }, me, key) {
    const since = this.#read.get(key) ?? this.#start;
    return messages.filter(({ ts, user, kind }) => Number(ts) > since && user !== me && kind === "message").length;
  }
}
