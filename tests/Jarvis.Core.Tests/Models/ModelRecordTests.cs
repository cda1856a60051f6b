using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Core.Tests.Models;

public sealed class ModelRecordTests
{
    [Fact]
    public void The_oldest_of_many_requests_that_were_given_up_is_forgotten()
    {
        var record = new ModelRecord();
        foreach (var number in Enumerable.Range(0, 100))
        {
            record.Ran(1, TimeSpan.FromSeconds(1), new BatchSummary(0, 1, null, [new DeadLetter("translation", $"{number}", default)]));
        }

        var letters = record.Describe(new ReplicaStatus(DeviceId.Cpu, ReplicaPhase.Ready)).DeadLetters;

        Assert.Equal(Enumerable.Range(84, 16).Select(number => $"{number}"), letters.Select(letter => letter.Reason));
    }
}
