using System.Globalization;
using Jarvis.Chaos;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string Help =
    """
    Usage: Jarvis.Chaos [--kills N] [--seed N] [--within SECONDS]

    Starts a host that works on turns of every kind, kills it (SIGKILL) at a random moment and starts it again, N times (20 by default). In half
    of its lives its disk is full for a while (where a tmpfs can be mounted: run as root) or somebody else locks its state file. Then
    checks from what was seen outside: every turn that was accepted ends, no finished task ran twice, no event is missing or doubled, each
    idempotency key is one turn, turns end again within some seconds (5 by default) after the disk had room and the file was free, the state file
    is sound, and after a collection every file is there that a task gave, and none that nothing names. Prints the seed, with which the same
    moments are tried again.
    Exits 0 when all of that holds, 1 when not.
    """;

switch (args)
{
    case ["--help" or "-h"]:
        Console.WriteLine(Help);
        return 0;
    case ["host", var folder, var seed, var ahead]:
        return await ChaosHost.RunAsync(folder, Number(seed), TimeSpan.FromSeconds(Number(ahead)), Console.In, Console.Out);
    case ["gate", var folder, var ahead]:
        await using (var gate = new Gate(folder, TimeSpan.FromSeconds(Number(ahead))))
        {
            await gate.RunAsync(Console.In, Console.Out);
        }

        return 0;
}

var (kills, start, within) = (20, Environment.TickCount & 0xFFFFFF, 5);
for (var i = 0; i < args.Length; i += 2)
{
    if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
    {
        Console.Error.WriteLine($"'{args[i]}' takes a whole number. See --help.");
        return 2;
    }

    switch (args[i])
    {
        case "--kills":
            kills = number;
            break;
        case "--seed":
            start = number;
            break;
        case "--within":
            within = number;
            break;
        default:
            Console.Error.WriteLine($"There is no '{args[i]}'. See --help.");
            return 2;
    }
}

return await new Driver(kills, start, TimeSpan.FromSeconds(within), Console.Out).RunAsync() ? 0 : 1;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
