#!/usr/bin/env node
import { start } from '../dist/bin.js';

start();
