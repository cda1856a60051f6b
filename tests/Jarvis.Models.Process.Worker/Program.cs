using Jarvis.Models;
using Jarvis.Models.Process.Isolation;
using Jarvis.Models.Process.Worker;

await using var output = Console.OpenStandardOutput();
await using var input = Console.OpenStandardInput();
if (args is ["liar", var file])
{
    await Liar.RunAsync(input, output, file);
    return;
}

var runner = new ObedientRunner(output);
await new ModelWorker(new Dictionary<string, IModelRunner> { [runner.Name] = runner }).RunAsync(input, output, CancellationToken.None);
