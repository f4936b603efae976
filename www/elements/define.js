/** Importing this defines every element but those of `sharing.js`. */
import "./wire.js";
import "./session.js";
import "./mount.js";
import "./store.js";
import "./pace.js";
import "./status.js";
import "./rot.js";
import "./dream.js";
import "./review.js";
import "./cost.js";
import "./growth.js";
import "./recap.js";
import "./code.js";
import "./settings.js";
