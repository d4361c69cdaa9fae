import "./network";
import "./security-groups";
import "./machines";
import "./databases";
import "./identity";
