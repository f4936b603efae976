/** What goes out and comes in, which `elements.js` leaves for when it is wanted: a link to a dream, a dream that came by one, and the workspace as a
 * file. A page that has `<dreamfs-replay>` or `<dreamfs-workspace>` from the beginning loads this script itself. */
import "./share.js";
import "./replay.js";
import "./workspace.js";
