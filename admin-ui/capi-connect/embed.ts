// A script of its own has nothing to hand out.
import './main'
