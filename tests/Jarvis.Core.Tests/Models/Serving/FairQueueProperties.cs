using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Identity;
using Jarvis.Models.Serving;

namespace Jarvis.Core.Tests.Models.Serving;

/// <summary>What holds for a queue whatever comes, goes and is taken in whatever order.</summary>
public sealed class FairQueueProperties
{
    [Property(MaxTest = 2000)]
    public Property Nothing_is_lost_doubled_or_overtaken_by_its_own() => Prop.ForAll(Choices, choices =>
    {
        var world = new QueueWorld();

        // QueueWorld asserts after every step.
        world.Play(choices);
        world.Drain(max: 4);
    });

    [Property(MaxTest = 500)]
    public Property Tenants_that_always_wait_share_by_weight_whatever_batches_and_buckets_they_use() =>
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(1, 4).ListOf(4).ToArbitrary(), Gen.Choose(0, 15).ToArbitrary(), (max, weights, spread) =>
        {
            const int Rounds = 400;
            var queue = new FairQueue<int>(10_000);
            var served = new int[weights.Count];
            for (var tenant = 0; tenant < served.Length; tenant++)
            {
                for (var i = 0; i < 30; i++)
                {
                    Add(tenant);
                }
            }

            var taken = new List<int>();
            for (var round = 0; round < Rounds; round++)
            {
                taken.Clear();
                queue.Take(max, taken);
                foreach (var tenant in taken)
                {
                    served[tenant]++;
                    Add(tenant);
                }
            }

            // Nobody is ahead of its share by more than the batches and turns that one round of all tenants can hold.
            var shares = served.Select((count, tenant) => (double)count / weights[tenant]).ToList();
            Assert.True(
                shares.Max() - shares.Min() <= 2 * (max + weights.Max()),
                $"served {string.Join(", ", served)} for weights {string.Join(", ", weights)} in batches of {max}");

            // A bit of the spread says which tenant has a bucket of its own.
            void Add(int tenant) => queue.TryEnqueue(
                new QueueTicket<int>(tenant),
                new RequestTerms(new TenantId($"t{tenant}")) { Weight = weights[tenant] },
                new BatchBucket("k", (spread >> tenant) & 1),
                0);
        });

    [Property(MaxTest = 500)]
    public Property A_tenant_that_comes_is_served_within_one_turn_of_each_other() =>
        Prop.ForAll(Gen.Choose(1, 8).ToArbitrary(), Gen.Choose(1, 16).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (others, max, before) =>
        {
            var queue = new FairQueue<string>(100_000);
            for (var i = 0; i < others * 200; i++)
            {
                Add($"flood{i % others}");
            }

            var taken = new List<string>();
            for (var i = 0; i < before; i++)
            {
                queue.Take(max, taken);
            }

            Add("quiet");
            taken.Clear();
            for (var i = 0; i <= others && !taken.Contains("quiet"); i++)
            {
                queue.Take(max, taken);
            }

            Assert.Contains("quiet", taken);

            void Add(string tenant) =>
                queue.TryEnqueue(new QueueTicket<string>(tenant), new RequestTerms(new TenantId(tenant)), new BatchBucket(tenant), 0);
        });

    private static Arbitrary<int[]> Choices => Gen.Choose(0, 999_999).ArrayOf().ToArbitrary();
}
