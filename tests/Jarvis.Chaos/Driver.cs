using System.Globalization;
using Jarvis.Conformance;
using Jarvis.Events;

namespace Jarvis.Chaos;

/// <summary>
/// Starts the host, asks it for turns, fills its disk or locks its file for a while, kills it at a random moment, and so on; then lets it end what
/// is open and checks.
/// </summary>
internal sealed class Driver(int kills, int seed, TimeSpan within, TextWriter output)
{
    private static readonly string[] Conversations = ["c1", "c2", "c3"];

    /// <summary>How many keys of each conversation are sent again at the end; fewer than it remembers.</summary>
    private const int Remembered = 24;

    /// <summary>As many turns as are asked for in one life at once; the host takes 8 of a conversation.</summary>
    private const int Window = 9;

    /// <summary>More than all turns of 1,000 kills take.</summary>
    private const int DiskLength = 1 << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly History _history = new();
    private readonly HashSet<string> _ended = [];
    private readonly Dictionary<string, List<string>> _dumps = [];
    private readonly List<IDisturbance> _disturbances = [new LockedFile()];
    private Life _life = new();
    private int _asked;

    internal async Task<bool> RunAsync()
    {
        await output.WriteLineAsync($"Chaos: {kills} kills, seed {seed}");
        var folder = Directory.CreateTempSubdirectory("jarvis-chaos-").FullName;
        var disk = TinyDisk.TryMount(DiskLength);
        if (disk is null)
        {
            await output.WriteLineAsync("  The disk is never full: a tmpfs cannot be mounted here; run as root on Linux.");
        }
        else
        {
            Directory.CreateSymbolicLink(ChaosHost.DataFolder(folder), disk.Path);
            _disturbances.Add(new FullDisk(disk));
        }

        for (var kill = 1; kill <= kills && _history.Faults.Count == 0; kill++)
        {
            await LiveAsync(folder);
            Check(folder);
            if (kill % 10 == 0 || kill == kills)
            {
                await output.WriteLineAsync($"  {kill} kills, {_history.Accepted.Count} turns accepted, {_history.Seen.Values.Sum(seen => seen.Count)} events seen");
            }
        }

        await EndAsync(folder).WaitAsync(Patience);
        Check(folder, isCollected: true);
        foreach (var fault in _history.Faults.Take(20))
        {
            await output.WriteLineAsync($"  FAULT: {fault}");
        }

        await output.WriteLineAsync(_history.Faults.Count == 0
            ? $"All {_history.Accepted.Count} accepted turns ended, nothing was lost or doubled."
            : $"{_history.Faults.Count} faults; seed {seed}; what is left is in {folder}");
        if (_history.Faults.Count == 0)
        {
            Directory.Delete(folder, recursive: true);
            disk?.Dispose();
        }

        return _history.Faults.Count == 0;
    }

    /// <summary>The texts whose runs must not be begun any more, and how far the list of runs was when that was so.</summary>
    private readonly Dictionary<string, int> _finished = [];

    private async Task LiveAsync(string folder)
    {
        _life = new Life();
        // In every other life something goes wrong. Sometimes before it is there at all.
        var disturbing = _random.Next(4) switch
        {
            0 or 1 => null,
            2 => _life.DisturbAsync(Any(_disturbances), folder, TimeSpan.Zero, Moment(500)),
            _ => _life.DisturbAsync(Any(_disturbances), folder, Moment(500), Moment(500)),
        };
        using var host = new HostProcess(folder, _random.Next());
        // One in six dies while it starts, one in six before or while it accepts its first turn, one in six once all is well again, the others
        // while they work.
        var at = _random.Next(6);
        var moment = Moment(at < 2 ? 300 : 400) + (disturbing is null ? TimeSpan.Zero : Moment(600));
        var killing = at == 0 ? KillLaterAsync(host, moment) : at == 2 && disturbing is not null ? KillWhenWellAsync(host, _life) : null;
        await ReadAsync(host, isAsked: at > 0, begin =>
        {
            if (begin == (at == 1 ? "ready" : "accepted"))
            {
                killing ??= KillLaterAsync(host, moment);
            }
        }).WaitAsync(Patience);
        await (killing ?? Task.CompletedTask);
        await (disturbing ?? Task.CompletedTask);
    }

    private T Any<T>(List<T> list) => list[_random.Next(list.Count)];

    private TimeSpan Moment(int most) => TimeSpan.FromMilliseconds(_random.Next(most));

    private static async Task KillLaterAsync(HostProcess host, TimeSpan moment)
    {
        await Task.Delay(moment);
        await host.KillAsync();
    }

    private async Task KillWhenWellAsync(HostProcess host, Life life)
    {
        if (!await life.IsWellAsync(within))
        {
            _history.Faults.Add($"No turn ended within {within.TotalSeconds} seconds after the disk and the file were all right again.");
        }

        await host.KillAsync();
    }

    /// <summary>The last life, without a kill: everything that was ever asked is asked again, and ends.</summary>
    private async Task EndAsync(string folder)
    {
        using var host = new HostProcess(folder, _random.Next());
        _life = new Life();
        _asked = int.MaxValue;
        await ReadAsync(host, isAsked: false, _ => { });
        await host.EndAsync();
        foreach (var conversation in Conversations)
        {
            var (lines, again) = (_dumps.GetValueOrDefault($"{conversation}/1", []), _dumps.GetValueOrDefault($"{conversation}/2", []));
            if (!lines.SequenceEqual(again))
            {
                _history.Faults.Add($"{conversation} was not the same when it was read twice.");
            }

            foreach (var json in lines)
            {
                _history.See(conversation, json);
            }

            Checker.AtEnd(_history, conversation, [.. lines.Select(History.Read)]);
        }
    }

    /// <summary>Reads what the host says until it dies, and keeps it busy meanwhile.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isAsked">Whether new turns are asked for.</param>
    /// <param name="says">Told the first word of each line.</param>
    private async Task ReadAsync(HostProcess host, bool isAsked, Action<string> says)
    {
        var isLast = _asked == int.MaxValue;
        var open = new HashSet<string>();
        while (await host.ReadAsync() is { } line)
        {
            var words = line.Split(' ', 3);
            says(words[0]);
            switch (words[0])
            {
                case "ready":
                    _life.Began();
                    foreach (var conversation in Conversations)
                    {
                        host.Tell($"follow {conversation} {_history.LastSeen(conversation)}");
                    }

                    foreach (var key in _history.Asked.Keys.Where(key => !_history.Accepted.ContainsKey(key)))
                    {
                        open.Add(key);
                        Submit(host, key);
                    }

                    if (isLast)
                    {
                        AskForTheRest(host);
                    }

                    break;
                case "accepted" when line.Split(' ') is [_, var conversation, var key, var turn, var sequence]:
                    _history.Accept(key, int.Parse(turn, CultureInfo.InvariantCulture), long.Parse(sequence, CultureInfo.InvariantCulture));
                    if (_history.Asked[key].Kind == "cancelled" && _history.Cancelled.Add(key))
                    {
                        host.Tell($"cancel {conversation} {turn}");
                    }

                    host.Tell($"end {conversation} {turn} {sequence}");
                    open.Remove(key);
                    break;
                case "refused" when line.Split(' ') is [_, "submit", _, var key, _, "Overloaded"]:
                    // Too many are open; it is asked again when one has ended.
                    open.Add(key);
                    break;
                case "refused" when line == "refused start" && _life.IsDisturbed:
                    _life.NeverBegan();
                    break;
                case "refused" when line.Split(' ') is [_, .. var command, "StorageFailed"] && _life.IsDisturbed:
                    // Nobody was told that it is done: it is asked again when all is well.
                    _ = TellAgainAsync(host, _life, command[0] == "follow" ? $"follow {command[1]} {_history.LastSeen(command[1])}" : string.Join(' ', command));
                    break;
                case "refused":
                    _history.Faults.Add($"The host refused: {line}");
                    break;
                case "event":
                    _history.See(words[1], words[2]);
                    if (History.Read(words[2]) is TurnFinished { At: var ended })
                    {
                        _life.TurnEnded(ended);
                        foreach (var key in open.Where(key => _history.Asked[key].Conversation == words[1]).ToList())
                        {
                            Submit(host, key);
                        }
                    }

                    break;
                case "ended":
                    _ended.Add($"{words[1]} {words[2]}");
                    break;
                case "dump":
                    _dumps.TryAdd(words[1], []);
                    _dumps[words[1]].Add(words[2]);
                    break;
                case "dumped" when ++_dumped == 2 * Conversations.Length:
                    host.Tell("collect all");
                    break;
                case "collected":
                    await output.WriteLineAsync($"  collected {words[1]} files, {words[2]} are left");
                    host.Tell("quit");
                    break;
            }

            if (isLast && open.Count == 0 && _history.Accepted.All(accepted => _ended.Contains($"{_history.Asked[accepted.Key].Conversation} {accepted.Value.Turn}")))
            {
                isLast = false;
                foreach (var conversation in Conversations)
                {
                    host.Tell($"dump {conversation} 1");
                    host.Tell($"dump {conversation} 2");
                }
            }

            while (isAsked && open.Count < Window)
            {
                var kind = Scenario.Kinds[_random.Next(Scenario.Kinds.Length)];
                var key = $"k{++_asked}";
                _history.Asked[key] = (Conversations[_random.Next(Conversations.Length)], kind);
                open.Add(key);
                Submit(host, key);
                if (_history.Asked.Count > 40 * kills)
                {
                    break;
                }
            }
        }
    }

    /// <summary>Waits for every turn that was accepted, and asks again for the newest: a conversation remembers 64 keys, and must not begin them anew.</summary>
    private void AskForTheRest(HostProcess host)
    {
        foreach (var (key, (turn, sequence)) in _history.Accepted)
        {
            host.Tell($"end {_history.Asked[key].Conversation} {turn} {sequence}");
        }

        foreach (var conversation in _history.Accepted.GroupBy(accepted => _history.Asked[accepted.Key].Conversation))
        {
            foreach (var accepted in conversation.OrderByDescending(accepted => accepted.Value.Turn).Take(Remembered))
            {
                Submit(host, accepted.Key);
            }
        }
    }

    private static async Task TellAgainAsync(HostProcess host, Life life, string line)
    {
        await life.Over;
        host.Tell(line);
    }

    private int _dumped;

    private void Submit(HostProcess host, string key) => host.Tell($"submit {_history.Asked[key].Conversation} {key} {_history.Asked[key].Kind}");

    private void Check(string folder, bool isCollected = false)
    {
        using var left = new StateCopy(ChaosHost.StateFile(folder));
        var kept = left.Events();
        Checker.AfterKill(_history, left, kept);
        if (isCollected)
        {
            Checker.AfterCollection(_history, new StoredFiles(ChaosHost.ResourceFolder(folder)), left.Named(), kept);
        }

        string[] runs = File.Exists(ChaosHost.RunsFile(folder)) ? File.ReadAllLines(ChaosHost.RunsFile(folder)) : [];
        foreach (var (text, at) in _finished)
        {
            if (Array.IndexOf(runs, text, at) >= 0)
            {
                _history.Faults.Add($"'{text}' ran again after it had finished.");
            }
        }

        foreach (var text in Checker.FinishedRuns(kept))
        {
            _finished.TryAdd(text, runs.Length);
        }
    }
}
