import "./network";
import "./security-groups";
import "./machines";
import "./databases";
import "./services";
import "./storage";
import "./identity";
import "./audit";
